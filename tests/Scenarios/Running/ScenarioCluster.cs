using System.Globalization;
using System.Net;
using System.Text;
using Despatch.Board;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.Grains;
using Despatch.Grains.Tests.Support;
using Despatch.Host.Serving;
using Despatch.LocalCluster;
using Despatch.Pack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Despatch.Scenarios.Running;

/// <summary>
/// London as it is served: the host's three sites with their grains, boards, sweeps and gateways in this process, on one SQLite log of
/// their own. Only the clock is the script's; what silos do among themselves keeps the machine's.
/// </summary>
internal sealed class ScenarioCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("despatch-scenario-").FullName;
    private readonly ErrorLog _errors = new();
    private readonly List<WebApplication> _silos = [];
    private readonly EventCodec _codec = new(EventNames.Catalogue);
    private readonly SqliteEventLog _log;

    private ScenarioCluster(ManualClock clock)
    {
        Clock = clock;
        _log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = Path.Combine(_directory, "log.db") }, clock);
    }

    public ManualClock Clock { get; }

    /// <summary>The policy that London's incidents escalate by.</summary>
    public RunningPolicy Policy { get; } = new(ForcePack.London.Escalation);

    /// <summary>Where the gateway of the first site is.</summary>
    public Uri Gateway { get; private set; } = new("http://localhost");

    /// <summary>Every silo's board.</summary>
    public IReadOnlyList<Board.Board> Boards { get; private set; } = [];

    /// <summary>What the silos logged as errors.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Lines;

    /// <summary>Starts all sites; every pod's sweep runs when this returns.</summary>
    public static async Task<ScenarioCluster> StartAsync(DateTimeOffset start)
    {
        var cluster = new ScenarioCluster(new ManualClock(start));
        try
        {
            await cluster.StartSilosAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when every board shows all that the log has; answers how far that is.</summary>
    public async Task<long> LevelAsync()
    {
        var position = await _log.LastPositionAsync(CancellationToken.None);
        await BoardsAt(position).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return position;
    }

    /// <summary>A stream's facts as the log has them: what no call of the public API answers.</summary>
    public async Task<IReadOnlyList<(DomainEvent Fact, string Json)>> FactsAsync(string stream)
    {
        var logged = await _log.ReadStreamAsync(stream, 0, 10_000, CancellationToken.None);
        return [.. logged.Select(e => ((DomainEvent)_codec.Decode(e.Name, e.Data), Encoding.UTF8.GetString(e.Data.Span)))];
    }

    /// <summary>
    /// What happened to whom and when, all of it, in an order that does not depend on who was first at one moment. Who read what is left out: it
    /// is gathered for a moment and written together, in whatever pieces.
    /// </summary>
    public async Task<IReadOnlyList<string>> CourseAsync()
    {
        var logged = await _log.ReadAsync(0, 100_000, CancellationToken.None);
        return [.. logged
            .Where(static e => !string.Equals(e.Name, "records.read.v1", StringComparison.Ordinal))
            .Select(e => string.Create(CultureInfo.InvariantCulture, $"{((DomainEvent)_codec.Decode(e.Name, e.Data)).At:O} {e.Stream} {e.Version} {e.Name}"))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Completes when every board has a position.</summary>
    public Task BoardsAt(long position) => Task.WhenAll(Boards.Select(b => b.WaitForAsync(position, CancellationToken.None)));

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Enumerable.Reverse(_silos))
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartSilosAsync()
    {
        var shared = new SharedParts(
            _log, _codec, ForcePack.London, Policy, Clock, new BoardFile(Path.Combine(_directory, "log.db")));
        var snapshots = SnapshotFile.Beside(Path.Combine(_directory, "log.db"));
        var sites = shared.Pack.Force.Sites;
        var first = Ports.Free(2 * sites.Length);
        for (var i = 0; i < sites.Length; i++)
        {
            var (port, clients) = (first + (2 * i), first + (2 * i) + 1);
            var silo = SiloHost.Build(
                new SiloPlan($"{sites[i].Key}-1", new IPEndPoint(IPAddress.Loopback, 0), "Development", LogLevel.Error, orleans =>
                {
                    orleans.UseLocalhostClustering(port, clients, new IPEndPoint(IPAddress.Loopback, first), "scenario", "scenario");
                    snapshots.AddTo(orleans);
                    orleans.ConfigureLogging(logging => logging.AddProvider(_errors));
                    orleans.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);

                    // The one wait of the engine that goes by the script's clock, which may jump by hours while a grain is being placed.
                    orleans.Configure<SiloMessagingOptions>(static o => o.PlacementTimeout = TimeSpan.FromDays(1));
                    orleans.Services.Replace(ServiceDescriptor.Singleton(new BoardOptions { WatchPace = TimeSpan.Zero }));
                }),
                shared);
            await StartAsync(silo);
        }

        Boards = [.. _silos.Select(s => s.Services.GetRequiredService<Board.Board>())];
        Gateway = new Uri(_silos[0].Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var grains = _silos[0].Services.GetRequiredService<IGrainFactory>();
        await Task.WhenAll(shared.Pack.Force.Pods.Select(p => grains.GetGrain<IPodGrain>(PodKey.Of(p.Code)).Touch()));
    }

    /// <summary>One that did not start cannot be stopped either.</summary>
    private async Task StartAsync(WebApplication silo)
    {
        try
        {
            await silo.StartAsync();
            _silos.Add(silo);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }
}
