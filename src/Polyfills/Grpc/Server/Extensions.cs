using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Core
{
    /// <summary>From a call to the HTTP request it came with.</summary>
    public static class ServerCallContextExtensions
    {
        public static HttpContext GetHttpContext(this ServerCallContext serverCallContext) =>
            (serverCallContext as HttpServerCallContext)?.HttpContext
            ?? throw new InvalidOperationException("Could not get HttpContext from ServerCallContext.");
    }
}

namespace Grpc.AspNetCore.Server
{
    /// <summary>Goes on configuring gRPC.</summary>
    public interface IGrpcServerBuilder
    {
        IServiceCollection Services { get; }
    }

    internal sealed record GrpcServerBuilder(IServiceCollection Services) : IGrpcServerBuilder;

    /// <summary>Of the paths that nobody serves, only calls are answered: a missing picture stays a 404.</summary>
    internal sealed class CallsOnly : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && HttpMethods.IsPost(httpContext.Request.Method)
            && httpContext.Request.ContentType?.StartsWith(Headers.ContentType, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Remembers, per application, that unknown services are answered.</summary>
    internal sealed class UnknownServices
    {
        public bool IsMapped { get; set; }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Adds gRPC to an application's services.</summary>
    public static class GrpcServicesExtensions
    {
        public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
        {
            services.AddRouting().Configure(configureOptions).TryAddSingleton<UnknownServices>();
            return new GrpcServerBuilder(services);
        }

        public static IGrpcServerBuilder AddServiceOptions<TService>(
            this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
            where TService : class
        {
            ArgumentNullException.ThrowIfNull(grpcBuilder);
            grpcBuilder.Services.Configure(configure);
            return grpcBuilder;
        }
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Adds conventions to all endpoints of one service.</summary>
    public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
    {
        private readonly List<IEndpointConventionBuilder> _endpoints;

        internal GrpcServiceEndpointConventionBuilder(List<IEndpointConventionBuilder> endpoints) => _endpoints = endpoints;

        public void Add(Action<EndpointBuilder> convention) => _endpoints.ForEach(e => e.Add(convention));

        public void Finally(Action<EndpointBuilder> finallyConvention) => _endpoints.ForEach(e => e.Finally(finallyConvention));
    }

    /// <summary>Maps services to an application's endpoints.</summary>
    public static class GrpcEndpointRouteBuilderExtensions
    {
        public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
            where TService : class
        {
            ArgumentNullException.ThrowIfNull(builder);
            var services = builder.ServiceProvider;
            var unknown = services.GetService<UnknownServices>()
                ?? throw new InvalidOperationException("Unable to find the required services. Call IServiceCollection.AddGrpc() first.");
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");
            var binder = new ServiceBinder<TService>(builder, OptionsOf<TService>(services), logger);
            binder.Bind();
            binder.Mapped.Add(MapUnimplemented(builder, $"{binder.ServiceName}/{{method}}", "method"));
            if (!unknown.IsMapped)
            {
                unknown.IsMapped = true;
                binder.Mapped.Add(MapUnimplemented(builder, "{service}/{unknown}", "unknown"));
            }

            return new GrpcServiceEndpointConventionBuilder(binder.Mapped);
        }

        private static GrpcServiceOptions<TService> OptionsOf<TService>(IServiceProvider services)
            where TService : class
        {
            var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
            var options = new GrpcServiceOptions<TService> { MaxReceiveMessageSize = all.MaxReceiveMessageSize };
            all.Interceptors.ToList().ForEach(options.Interceptors.Add);
            foreach (var configure in services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>())
            {
                configure.Configure(options);
            }

            return options;
        }

        private static IEndpointConventionBuilder MapUnimplemented(IEndpointRouteBuilder builder, string pattern, string constrained)
        {
            var policies = new RouteValueDictionary { [constrained] = new CallsOnly() };
            var endpoint = builder.Map(RoutePatternFactory.Parse(pattern, defaults: null, policies), CallHandler.Unimplemented);
            return endpoint.WithOrder(int.MaxValue).WithDisplayName($"gRPC - Unimplemented: {pattern}");
        }
    }
}
