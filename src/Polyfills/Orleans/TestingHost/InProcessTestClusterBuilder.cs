using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Sets up a cluster for tests.</summary>
public sealed class InProcessTestClusterBuilder(short initialSilosCount)
{
    public InProcessTestClusterOptions Options { get; } = new() { InitialSilosCount = initialSilosCount };

    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate) =>
        ConfigureSiloHost((options, host) => host.UseOrleans(silo => configureSiloDelegate(options, silo)));

    public InProcessTestClusterBuilder ConfigureSiloHost(
        Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add(configureSiloHostDelegate);
        return this;
    }

    public InProcessTestClusterBuilder ConfigureClient(Action<IClientBuilder> configureClientDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(host =>
            configureClientDelegate(new ClientBuilder(host.Services)));
        return this;
    }

    public InProcessTestCluster Build() => new(Options);
}

/// <summary>What a test cluster is made of.</summary>
public sealed class InProcessTestClusterOptions
{
    public string ClusterId { get; set; } = $"testcluster-{Guid.NewGuid():N}";

    public string ServiceId { get; set; } = Guid.NewGuid().ToString("N");

    public short InitialSilosCount { get; set; }

    /// <summary>No log files are written here, whatever is said.</summary>
    public bool ConfigureFileLogging { get; set; } = true;

    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}

/// <summary>What tells one silo of a test cluster from the next.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    private static int _lastPort = 20_000;

    public int SiloPort { get; set; }

    public int GatewayPort { get; set; }

    public string SiloName { get; set; } = null!;

    // Ports are names here, nothing listens on them.
    internal static InProcessTestSiloSpecificOptions Create(int instanceNumber) => new()
    {
        SiloName = $"Silo_{instanceNumber}",
        SiloPort = Interlocked.Increment(ref _lastPort),
        GatewayPort = Interlocked.Increment(ref _lastPort),
    };
}

/// <summary>One silo of a test cluster.</summary>
public sealed class InProcessSiloHandle : IAsyncDisposable
{
    internal InProcessSiloHandle(IHost host)
    {
        SiloHost = host;
        SiloAddress = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
    }

    public IHost SiloHost { get; }

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public SiloAddress SiloAddress { get; }

    public bool IsActive { get; private set; } = true;

    public async Task StopSiloAsync(bool stopGracefully)
    {
        if (IsActive)
        {
            IsActive = false;
            await SiloHost.StopAsync(new CancellationToken(canceled: !stopGracefully));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopSiloAsync(stopGracefully: true);
        SiloHost.Dispose();
    }
}

/// <summary>Time in tests.</summary>
public static class TimeProviderTestingExtensions
{
    /// <summary>Gives everything but grain timers a clock of its own, usually the real one.</summary>
    public static IServiceCollection UseTimeProviderForBackgroundAreas(this IServiceCollection services, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        services.AddKeyedSingleton(KeyedService.AnyKey, (_, _) => timeProvider);
        services.AddKeyedSingleton(TimeProviderNames.Grains, static (sp, _) => sp.GetRequiredService<TimeProvider>());
        return services;
    }
}
