using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster for tests: several silos and one client in this process.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
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
        Silos.FirstOrDefault(s => silo is null || s.SiloAddress.Equals(silo))?.ServiceProvider
            ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    public async Task DeployAsync()
    {
        if (Silos.Count > 0)
        {
            throw new InvalidOperationException("The cluster is deployed already.");
        }

        for (var i = 0; i < Options.InitialSilosCount; i++)
        {
            await StartAdditionalSiloAsync();
        }

        var builder = NewHost("TestClusterClient");
        foreach (var configure in Options.ClientHostConfigurationDelegates)
        {
            configure(builder);
        }

        builder.Services.AddSingleton(_hub);
        ClientBuilder.AddClient(builder.Services);
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        var siloOptions = InProcessTestSiloSpecificOptions.Create(Interlocked.Increment(ref _started) - 1);
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
        var handle = new InProcessSiloHandle(host);
        lock (_gate)
        {
            _silos.Add(handle);
        }

        return handle;
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, stopGracefully: true);

    /// <summary>A hurried stop that everybody is told of: grains are not deactivated in order.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, stopGracefully: false);

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

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

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
