using System.Net;
using Despatch.Board;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.Host.Clustering;
using Despatch.Pack;
using Orleans.Hosting;

namespace Despatch.Host.Serving;

/// <summary>
/// All sites of the force in one process on one SQLite file: the embedded default. The silos talk to each other as they would
/// between machines, in bytes; they share the log and nothing else that changes.
/// </summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly SqliteEventLog _log;
    private readonly List<WebApplication> _silos = [];

    private EmbeddedCluster(SqliteEventLog log) => _log = log;

    /// <summary>The sites' gateways, in the force's order.</summary>
    public IReadOnlyList<(string Site, Uri Address)> Gateways { get; private set; } = [];

    /// <summary>Completes when the process has been asked to stop.</summary>
    public CancellationToken Stopping => _silos[0].Lifetime.ApplicationStopping;

    /// <summary>Starts every site; returns when all of them serve.</summary>
    /// <exception cref="EventLogException">The data file cannot be used.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<EmbeddedCluster> StartAsync(ServeOptions options, CancellationToken ct)
    {
        for (var i = 0; i < ForcePack.London.Force.Sites.Length; i++)
        {
            FreeAddress.Check("--listen", GatewayOf(options.Listen, i));
            FreeAddress.Check("The address between silos that follows from --listen,", SiloEndpoint(options.Listen, i));
        }

        var clock = TimeProvider.System;
        var log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = options.DataFile }, clock);
        var cluster = new EmbeddedCluster(log);
        try
        {
            var boards = new BoardFile(options.DataFile);
            await cluster.StartSilosAsync(options, new SharedParts(log, new EventCodec(EventNames.Catalogue), ForcePack.London, options.Policy, clock, boards), ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the sites in reverse order, then closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Enumerable.Reverse(_silos))
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        await _log.DisposeAsync();
    }

    private async Task StartSilosAsync(ServeOptions options, SharedParts shared, CancellationToken ct)
    {
        var gateways = new List<(string, Uri)>();
        var sites = shared.Pack.Force.Sites;

        // Silos take the ports ten thousand above their gateways, so that two clusters on one machine never meet by accident.
        var snapshots = SnapshotFile.Beside(options.DataFile);
        var primary = SiloEndpoint(options.Listen, 0);
        for (var i = 0; i < sites.Length; i++)
        {
            var gateway = GatewayOf(options.Listen, i);
            var among = SiloEndpoint(options.Listen, i);
            var silo = SiloHost.Build(
                new SiloPlan(
                    $"{sites[i].Key}-1", gateway, options.Environment, options.LogLevel,
                    orleans =>
                    {
                        orleans.UseLocalhostClustering(among.Port, among.Port + 1000, primary, "despatch", "despatch");
                        snapshots.AddTo(orleans);
                    }),
                shared);
            await StartAsync(silo, ct);
            gateways.Add((sites[i].Key, new Uri($"http://{gateway}")));
        }

        Gateways = gateways;
    }

    /// <summary>One that did not start cannot be stopped either.</summary>
    private async Task StartAsync(WebApplication silo, CancellationToken ct)
    {
        try
        {
            await silo.StartAsync(ct);
            _silos.Add(silo);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    private static IPEndPoint GatewayOf(IPEndPoint listen, int index) => new(listen.Address, listen.Port + index);

    private static IPEndPoint SiloEndpoint(IPEndPoint listen, int index) =>
        new(IPAddress.Loopback, ((listen.Port + 10_000 + index) % 55_000) + 1_024);
}
