using System.Net;
using Despatch.Grains.Snapshots;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Despatch.Host.Clustering;

/// <summary>
/// How the silos of a cluster find each other and notice a loss. Measured (shared design, 'What was measured of Orleans itself'): with
/// these settings the grains of a killed site answer again within seconds, with the defaults after half a minute.
/// </summary>
internal static class ClusterMembership
{
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(5);
    private const int MissedProbes = 2;
    private const int Votes = 2;

    // Hundreds of grains that are made anew at once, after the loss of a site, would else take all the connections that the server has
    // (100 by default), the log's among them.
    private const int SnapshotConnections = 8;
    private const int MembershipConnections = 3;
    private const int PatienceSeconds = 2;
    private const string Invariant = "Npgsql";

    /// <summary>Joins the cluster of this name on this database, at this address and nowhere else.</summary>
    public static void JoinCluster(this ISiloBuilder silo, SiteOptions options, IPAddress advertised)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.Cluster;
            cluster.ServiceId = options.Cluster;
        });
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = advertised;
            endpoint.SiloPort = options.Silo.Port;
            endpoint.SiloListeningEndpoint = options.Silo;

            // Clients of the cluster come through our gateway, never through Orleans' own.
            endpoint.GatewayPort = 0;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = Probe;
            membership.NumMissedProbesLimit = MissedProbes;
            membership.NumVotesForDeathDeclaration = Votes;
            membership.TableRefreshTimeout = TableRefresh;
            membership.IAmAliveTablePublishTimeout = TableRefresh;

            // Two of three lost at once: with indirect probes the third waits twice as long before it goes on alone.
            membership.EnableIndirectProbes = false;

            // A frozen silo's connections look alive for minutes.
            membership.EnableConnectionLivenessCheck = false;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = Response);
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = Invariant;
            clustering.ConnectionString = new NpgsqlConnectionStringBuilder(options.Postgres)
            {
                SearchPath = ClusterSchema.Name,
                MaxPoolSize = MembershipConnections,
            }.ConnectionString;
        });
        silo.AddAdoNetGrainStorage(SnapshotStorage.StoreName, storage =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = SnapshotsOf(options.Postgres);
        });
    }

    /// <summary>Snapshots are never worth a wait; automatic preparing makes 1.3-1.6 times the writes (shared notes on Orleans).</summary>
    private static string SnapshotsOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = ClusterSchema.Name,
        Timeout = PatienceSeconds,
        CommandTimeout = PatienceSeconds,
        MaxPoolSize = SnapshotConnections,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
    }.ConnectionString;
}
