using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.History;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Mdt;
using Despatch.Gateway.Probing;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Reporting;
using Despatch.Gateway.Services;
using Despatch.Gateway.Watching;
using Despatch.Gateway.Wire;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Despatch.Gateway;

/// <summary>
/// Adds the public API to an application that is a silo. The host registers besides: the silo itself, <see cref="TimeProvider"/>,
/// IEventLog, EventCodec, ForcePack, RunningPolicy, Board, Recommender, ICadNumberSource, IFixIntake and, if it can count, IGrainCensus.
/// </summary>
public static class GatewayExtensions
{
    /// <summary>Adds the gateway's services.</summary>
    public static IServiceCollection AddDespatchGateway(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new GatewayOptions();
        configure(options);
        services.AddSingleton(options);
        services.AddSingleton<CallGuard>();
        services.AddSingleton<Checker>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<Desk>();
        services.AddSingleton<UnitFixes>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<Advice>();
        services.AddSingleton<IncidentRows>();
        services.AddSingleton<PodNeighbours>();
        services.AddSingleton<Ending>();
        services.AddSingleton<IncidentWatch>();
        services.AddSingleton<UnitWatch>();
        services.AddSingleton<BoardToClient>();
        services.AddSingleton<MdtStreams>();
        services.AddSingleton<EntryStreams>();
        services.AddSingleton<ReadLog>();
        services.AddHostedService(static provider => provider.GetRequiredService<ReadLog>());
        services.AddSingleton<LogReport>();

        // The guard is around our own services only: health and reflection are open to whoever can reach the port.
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxMessageBytes)
            .Guard<ContactsService>()
            .Guard<IncidentsService>()
            .Guard<RecordsService>()
            .Guard<UnitsService>()
            .Guard<MdtService>()
            .Guard<PodsService>()
            .Guard<ReportsService>()
            .Guard<ForcesService>()
            .Guard<MarkersService>()
            .Guard<ClusterService>();
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<SiloHealth>("silo").AddCheck<BoardHealth>("board");
        return services;
    }

    /// <summary>Maps the API, reflection and health, all of them over gRPC and gRPC-Web; health over plain HTTP too.</summary>
    public static WebApplication MapDespatchGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseGrpcWeb();
        app.MapApi<ContactsService>();
        app.MapApi<IncidentsService>();
        app.MapApi<RecordsService>();
        app.MapApi<UnitsService>();
        app.MapApi<MdtService>();
        app.MapApi<PodsService>();
        app.MapApi<ReportsService>();
        app.MapApi<ForcesService>();
        app.MapApi<MarkersService>();
        app.MapApi<ClusterService>();
        app.MapGrpcReflectionService().EnableGrpcWeb();
        app.MapGrpcHealthChecksService().EnableGrpcWeb();
        app.MapProbes();
        return app;
    }

    /// <summary>One instance serves all calls: the services keep nothing between them.</summary>
    private static IGrpcServerBuilder Guard<TService>(this IGrpcServerBuilder grpc)
        where TService : class
    {
        grpc.Services.AddSingleton<TService>();
        return grpc.AddServiceOptions<TService>(service => service.Interceptors.Add<CallGuard>());
    }

    private static void MapApi<TService>(this IEndpointRouteBuilder app)
        where TService : class => app.MapGrpcService<TService>().EnableGrpcWeb();
}
