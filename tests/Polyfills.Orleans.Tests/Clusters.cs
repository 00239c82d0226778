using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Polyfills.OrleansTests;

/// <summary>Clusters as the tests here want them.</summary>
public static class Clusters
{
    public static Task<InProcessTestCluster> One(Action<ISiloBuilder>? configure = null) => Deploy(1, configure);

    public static Task<InProcessTestCluster> Two(Action<ISiloBuilder>? configure = null) => Deploy(2, configure);

    public static async Task<InProcessTestCluster> Deploy(
        short silos, Action<ISiloBuilder>? configure = null, string? serviceId = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.ServiceId = serviceId ?? builder.Options.ServiceId;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseWire();
            silo.AddMemoryGrainStorage("snapshots");
            silo.AddPlacementDirector<BySiteStrategy, BySiteDirector>();
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => client.Services.AddWire());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Grain timers follow the manual clock; the silo's own work keeps real time.</summary>
    public static ISiloBuilder UseManualTime(this ISiloBuilder silo, ManualTime time) => silo.ConfigureServices(services =>
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
    });
}
