using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster for tests: several silos and one client in this process.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private readonly ClusterHub _hub = new(Executor.Pool);
    private IHost? _client;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_gate)
            {
                return new List<InProcessSiloHandle>(_silos).AsReadOnly();
            }
        }
    }

    public IClusterClient Client => _client?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The cluster has not been deployed or has been stopped.");

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        (silo is null ? Silos[0] : GetSiloForAddress(silo))?.ServiceProvider
            ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        Silos.FirstOrDefault(s => s.SiloAddress.Equals(siloAddress));

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(s => s.IsActive);

    public async Task DeployAsync()
    {
        if (Silos.Count > 0)
        {
            throw new InvalidOperationException("The cluster is deployed already.");
        }

        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public async Task InitializeClientAsync()
    {
        var builder = NewHost("TestClusterClient");
        foreach (var configure in Options.ClientHostConfigurationDelegates)
        {
            configure(builder);
        }

        builder.Services.AddSingleton(_hub);
        ClientBuilder.For(builder.Services, builder.Configuration);
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1)).Single();

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++)
        {
            started.Add(await StartSiloAsync(_started, Options));
        }

        lock (_gate)
        {
            _silos.AddRange(started);
        }

        return started;
    }

    /// <summary>Starts a silo without adding it to <see cref="Silos"/>.</summary>
    public async Task<InProcessSiloHandle> StartSiloAsync(int instanceNumber, InProcessTestClusterOptions clusterOptions)
    {
        var options = InProcessTestSiloSpecificOptions.Create(instanceNumber);
        var handle = await CreateSiloAsync(options);
        handle.InstanceNumber = (short)instanceNumber;
        Interlocked.Increment(ref _started);
        return handle;
    }

    public async Task<InProcessSiloHandle> CreateSiloAsync(InProcessTestSiloSpecificOptions siloOptions)
    {
        ArgumentNullException.ThrowIfNull(siloOptions);
        var builder = NewHost(siloOptions.SiloName);
        builder.Services.AddSingleton(_hub);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
        {
            configure(siloOptions, builder);
        }

        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (Options.ClusterId, Options.ServiceId))
            .Configure<EndpointOptions>(o => (o.SiloPort, o.GatewayPort) = (siloOptions.SiloPort, siloOptions.GatewayPort))
            .ConfigureServices(services => services.Configure<SiloOptions>(o => o.SiloName ??= siloOptions.SiloName)));
        var host = builder.Build();
        await host.StartAsync();
        return new InProcessSiloHandle(host, siloOptions.SiloName);
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, stopGracefully: true);

    /// <summary>A hurried stop that everybody is told of: grains are not deactivated in order.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, stopGracefully: false);

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        await StopSiloAsync(instance);
        var restarted = await StartSiloAsync(instance.InstanceNumber, Options);
        lock (_gate)
        {
            _silos.Add(restarted);
        }

        return restarted;
    }

    /// <summary>Nothing to wait for: every silo hears of a change at once.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    /// <summary>Ends a grain's activation, wherever it is, and waits until it is gone.</summary>
    public async Task DeactivateAsync(IAddressable grain)
    {
        var id = grain.GetGrainId();
        foreach (var activation in Silos.SelectMany(s => s.ServiceProvider.GetRequiredService<Silo>().Activations).Where(a => a.GrainId == id))
        {
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test asked for it."));
            await activation.Deactivated;
        }
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public async Task StopClusterClientAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.StopAsync();
            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    public void Dispose() => Task.Run(StopAllSilosAsync).GetAwaiter().GetResult();

    private static HostApplicationBuilder NewHost(string name) => Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
    {
        ApplicationName = name, EnvironmentName = Environments.Development, DisableDefaults = true,
    });

    private async Task StopSiloAsync(InProcessSiloHandle instance, bool stopGracefully)
    {
        ArgumentNullException.ThrowIfNull(instance);
        await instance.StopSiloAsync(stopGracefully);
        await instance.DisposeAsync();
        lock (_gate)
        {
            _silos.Remove(instance);
        }

        Interlocked.Decrement(ref _started);
    }
}
