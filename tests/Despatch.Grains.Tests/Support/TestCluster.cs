using System.Collections.Concurrent;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.Grains.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Despatch.Grains.Tests.Support;

/// <summary>Three silos, one of each site, over one log in memory. Each silo has its own end of the log, for a test to hook into.</summary>
public class TestCluster : IAsyncLifetime
{
    private readonly ErrorLog _errors = new();
    private readonly ConcurrentDictionary<string, MemoryEventLog> _logs = new(StringComparer.Ordinal);
    private InProcessTestCluster? _cluster;
    private int _started = -1;

    public MemoryStore Store { get; init; } = new();

    /// <summary>Where snapshots are kept; null for a cluster that keeps none.</summary>
    public MemorySnapshots? Snapshots { get; init; }

    /// <summary>When they are kept, if they are: often, so that short tests see some.</summary>
    public SnapshotOptions SnapshotOptions { get; init; } = new() { Every = 4, AtTheEnd = 1 };

    public TestClock Clock { get; init; } = new();

    public EventCodec Codec { get; } = new(EventNames.Catalogue);

    public InProcessTestCluster Silos => _cluster ?? throw new InvalidOperationException("Not started.");

    public IGrainFactory Client => Silos.Client;

    public IReadOnlyDictionary<string, MemoryEventLog> Logs => _logs;

    /// <summary>Writes to the log past all grains, as another activation of one would.</summary>
    public LogWriter Behind => new(new MemoryEventLog(Store, Clock), Codec);

    /// <summary>Which silo read a stream last: the one where its grain became active.</summary>
    public ConcurrentDictionary<string, string> Readers { get; } = new(StringComparer.Ordinal);

    /// <summary>What a test asks for that must fail: errors that name it may be logged, as the engine does in its own way. Null: none may.</summary>
    public string? MayFail { get; set; }

    /// <summary>Called before every read of a stream.</summary>
    public Action<string>? OnRead { get; set; }

    private IEnumerable<string> Unexpected => _errors.Lines.Where(line => MayFail is not { } name || !line.Contains(name, StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder((short)TestForce.Silos.Length);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((options, _) =>
            options.SiloName = TestForce.Silos[Math.Min(Interlocked.Increment(ref _started), TestForce.Silos.Length - 1)]);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.AddTestForce(options.SiloName, LogOf(options.SiloName));
            Configure(silo);
            silo.ConfigureLogging(logging => logging.AddProvider(_errors));
            silo.ConfigureServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                if (Snapshots is { } snapshots)
                {
                    services.AddKeyedSingleton<IGrainStorage>(SnapshotStorage.StoreName, snapshots);
                    services.Replace(ServiceDescriptor.Singleton(SnapshotOptions));
                }

                services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            });
        });
        builder.ConfigureClient(client => client.Services.AddDespatchMessages());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Assert.True(!Unexpected.Any(), string.Join('\n', Unexpected));
        await Silos.DisposeAsync();

        // What is on its way while silos stop reaches nobody, and the engine says so.
        Assert.DoesNotContain(Unexpected, static line => !line.StartsWith("Orleans.", StringComparison.Ordinal));
        Assert.True(Store.Verify().IsIntact);
    }

    public InProcessSiloHandle Named(string name) => Silos.Silos.Single(s =>
        string.Equals(s.ServiceProvider.GetRequiredService<ILocalSiloDetails>().Name, name, StringComparison.Ordinal));

    public T At<T>(string silo)
        where T : notnull => Named(silo).ServiceProvider.GetRequiredService<T>();

    /// <summary>The facts of a stream, as the log has them.</summary>
    public IReadOnlyList<DomainEvent> Facts(string stream) => [.. Store.Stream(stream, 0, 1_000).Select(Fact)];

    /// <summary>All facts up to a position, the newest so many.</summary>
    public IReadOnlyList<(string Stream, DomainEvent Fact)> FactsUpTo(long position, int count) =>
        [.. Store.All(position - count, count).Select(e => (e.Stream, Fact(e)))];

    public DomainEvent Fact(LoggedEvent e) => (DomainEvent)Codec.Decode(e.Name, e.Data);

    /// <summary>What else the silos of a kind of cluster run.</summary>
    protected virtual void Configure(ISiloBuilder silo)
    {
    }

    private MemoryEventLog LogOf(string silo) => _logs[silo] = new MemoryEventLog(Store, Clock)
    {
        Reading = stream =>
        {
            Readers[stream] = silo;
            OnRead?.Invoke(stream);
            return Task.CompletedTask;
        },
    };
}
