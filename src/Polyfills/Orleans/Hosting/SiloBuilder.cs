using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Sets up one silo.</summary>
public interface ISiloBuilder
{
    IServiceCollection Services { get; }
}

/// <summary>Sets up one client outside the cluster.</summary>
public interface IClientBuilder
{
    IServiceCollection Services { get; }
}

internal sealed class SiloBuilder(IServiceCollection services) : ISiloBuilder
{
    public IServiceCollection Services { get; } = services;

    /// <summary>The builder of these services: the same one each time, however often a host says UseOrleans.</summary>
    public static ISiloBuilder For(IServiceCollection services)
    {
        if (services.FirstOrDefault(s => s.ServiceType == typeof(SiloBuilder))?.ImplementationInstance is SiloBuilder present)
        {
            return present;
        }

        var builder = new SiloBuilder(services);
        services.AddSingleton(builder);
        AddCore(services);
        services.TryAddSingleton(static sp => ClusterHub.Shared(sp.GetRequiredService<IOptions<ClusterOptions>>().Value, Primary(sp)));
        services.AddSingleton<Silo>();
        services.AddSingleton<MessageCenter>(static sp => sp.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(static sp => sp.GetRequiredService<Silo>());
        services.AddSingleton<IClusterMembershipService>(static sp => sp.GetRequiredService<Silo>().Membership);
        services.AddSingleton<IHostedService, SiloHostedService>();
        services.AddScoped<IGrainContext>(static _ => Activation.Current!);
        services.AddPlacementDirector<RandomPlacement, RandomPlacementDirector>();
        services.AddPlacementDirector<PreferLocalPlacement, PreferLocalPlacementDirector>();
        return builder;
    }

    public static void AddCore(IServiceCollection services)
    {
        services.AddLogging();
        services.AddSerializer();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Codec>();
        services.TryAddSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IGrainFactory>(static sp => sp.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient>(static sp => sp.GetRequiredService<GrainFactory>());
    }

    private static IPEndPoint Primary(IServiceProvider services) =>
        services.GetRequiredService<IOptions<DevelopmentClusterMembershipOptions>>().Value.PrimarySiloEndpoint
        ?? new IPEndPoint(IPAddress.Loopback, services.GetRequiredService<IOptions<EndpointOptions>>().Value.SiloPort);
}

/// <summary>Starts the silo where its host registered it among other services, and stops it in the reverse order.</summary>
internal sealed class SiloHostedService(Silo silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => silo.StartUp();

    public Task StopAsync(CancellationToken cancellationToken) => silo.ShutDown(cancellationToken);
}

internal sealed class ClientHostedService(ClientCenter client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        client.StartUp();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        client.ShutDown();
        return Task.CompletedTask;
    }
}

internal sealed record ClientBuilder(IServiceCollection Services) : IClientBuilder
{
    public static void AddClient(IServiceCollection services)
    {
        SiloBuilder.AddCore(services);
        services.AddSingleton(static sp => new ClientCenter(
            sp.GetRequiredService<ClusterHub>(), sp, sp.GetRequiredService<IOptions<ClientMessagingOptions>>().Value,
            sp.GetRequiredService<ILogger<ClientCenter>>()));
        services.AddSingleton<MessageCenter>(static sp => sp.GetRequiredService<ClientCenter>());
        services.AddSingleton<IHostedService, ClientHostedService>();
    }
}
