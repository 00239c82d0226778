using Despatch.EventLog;
using Despatch.EventLog.Postgres;
using Despatch.Host.Serving;
using Despatch.Pack;
using Npgsql;
using Orleans.Runtime;

namespace Despatch.Host.Clustering;

/// <summary>One silo process of a cluster: a site's grains, board and gateway, on the PostgreSQL that all sites share.</summary>
internal sealed class SiteSilo : IAsyncDisposable
{
    private readonly PostgresEventLog _log;
    private readonly WebApplication _silo;

    private SiteSilo(PostgresEventLog log, WebApplication silo) => (_log, _silo) = (log, silo);

    /// <summary>Completes when the process has been asked to stop, or may not serve any more.</summary>
    public CancellationToken Stopping => _silo.Lifetime.ApplicationStopping;

    /// <summary>Whether the others declared it dead, as they do with a silo that was frozen for long. It stops by itself then.</summary>
    public bool WasVotedOut =>
        _silo.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.GetSiloStatus(
            _silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress) == SiloStatus.Dead;

    /// <summary>Starts the silo; returns when it has joined the cluster and its gateway listens.</summary>
    /// <exception cref="EventLogException">The database cannot be used.</exception>
    /// <exception cref="NpgsqlException">The database refuses what the cluster needs of it.</exception>
    /// <exception cref="IOException">A port is taken, or the advertised name has no one address.</exception>
    public static async Task<SiteSilo> StartAsync(SiteOptions options, CancellationToken ct)
    {
        FreeAddress.Check("--listen", options.Gateway);
        FreeAddress.Check("--silo-listen", options.Silo);
        var clock = TimeProvider.System;
        var advertised = await AdvertisedAddress.FindAsync(options.Advertised, ct);
        var log = await PostgresEventLog.OpenAsync(new PostgresEventLogOptions { ConnectionString = options.Postgres }, clock, ct);
        WebApplication? silo = null;
        try
        {
            await ClusterSchema.ApplyAsync(options.Postgres, ct);
            silo = SiloHost.Build(
                new SiloPlan(options.Name, options.Gateway, options.Environment, options.LogLevel, orleans => orleans.JoinCluster(options, advertised)),
                new SharedParts(log, new EventCodec(EventNames.Catalogue), ForcePack.London, options.Policy, clock, new BoardTable(options.Postgres)));
            await silo.StartAsync(ct);
            return new SiteSilo(log, silo);
        }
        catch
        {
            if (silo is not null)
            {
                await LeaveAsync(silo);
            }

            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drains the silo, tells the others that it leaves, then closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        await _silo.DisposeAsync();
        await _log.DisposeAsync();
    }

    /// <summary>It may have joined already: it leaves in order, and nothing of it runs on while it is put away.</summary>
    private static async Task LeaveAsync(WebApplication silo)
    {
        try
        {
            await silo.StopAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It did not get so far that there was something to leave; why is told by who called.
        }

        await silo.DisposeAsync();
    }
}
