using System.Reflection;
using Despatch.Host.Tests.Hosting;
using Despatch.LocalCluster;
using Grpc.Core;

namespace Despatch.Cluster.Tests;

/// <summary>A cluster of real processes on a real PostgreSQL, for one test. Skips the test where there is no PostgreSQL.</summary>
internal sealed class London : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private London(ClusterProcesses cluster)
    {
        Cluster = cluster;
        Lambeth = new Gateway(cluster.SiloOf("lambeth").Gateway);
        Hendon = new Gateway(cluster.SiloOf("hendon").Gateway);
        Bow = new Gateway(cluster.SiloOf("bow").Gateway);
    }

    public static string HostPath { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(London).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => string.Equals(a.Key, "HostPath", StringComparison.Ordinal)).Value!));

    public ClusterProcesses Cluster { get; }

    public Gateway Lambeth { get; }

    public Gateway Hendon { get; }

    public Gateway Bow { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<London> StartAsync()
    {
        PostgresServer.SkipUnlessInstalled();
        var london = new London(await ClusterProcesses.StartAsync(new LocalClusterOptions { HostPath = HostPath }, TimeProvider.System, Stop));
        await london.ActiveAsync(london.Lambeth, "lambeth-1", "hendon-1", "bow-1");
        return london;
    }

    /// <summary>Starts a silo again and waits until it serves.</summary>
    public Task ReviveAsync(string site) => Cluster.SiloOf(site).StartAsync(TimeProvider.System, Stop);

    /// <summary>Returns when a gateway says that exactly these silos are active and their boards answer.</summary>
    public async Task ActiveAsync(Gateway gateway, params string[] names)
    {
        await UntilAsync(gateway, status => status.Silos
            .Where(s => s is { Status: "active", BoardPosition: >= 0 })
            .Select(s => s.Name)
            .Order(StringComparer.Ordinal)
            .SequenceEqual(names.Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    /// <summary>Returns when the cluster's status as a gateway tells it is as wanted.</summary>
    public static async Task<V1.ClusterStatus> UntilAsync(Gateway gateway, Func<V1.ClusterStatus, bool> wanted)
    {
        var began = TimeProvider.System.GetTimestamp();
        V1.ClusterStatus? last = null;
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                last = await gateway.Cluster.GetStatusAsync(new V1.GetStatusRequest(), Gateway.Supervisor);
                if (wanted(last))
                {
                    return last;
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"The cluster did not become what was wanted within {Patience.TotalSeconds} s. It was: {last}");
    }

    /// <summary>Which silos hold how many of the force's grains, as a gateway tells it.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> GrainsAsync(Gateway gateway)
    {
        var status = await gateway.Cluster.GetStatusAsync(new V1.GetStatusRequest(), Gateway.Supervisor);
        return status.Silos.ToDictionary(s => s.Name, s => s.ActiveGrains, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Lambeth.Dispose();
        Hendon.Dispose();
        Bow.Dispose();
        await Cluster.DisposeAsync();
    }
}
