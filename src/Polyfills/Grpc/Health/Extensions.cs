using System.Collections.ObjectModel;
using Grpc.AspNetCore.HealthChecks;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks
{
    /// <summary>A health check as a mapping sees it.</summary>
    public sealed class HealthCheckMapContext(string name, IEnumerable<string> tags)
    {
        public string Name { get; } = name;

        public IEnumerable<string> Tags { get; } = tags;
    }

    /// <summary>Which health checks speak for a service.</summary>
    public sealed class ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        public string Name { get; } = name;

        public Func<HealthCheckMapContext, bool>? HealthCheckPredicate { get; } = predicate;
    }

    /// <summary>The services that the health service knows.</summary>
    public sealed class ServiceMappingCollection : KeyedCollection<string, ServiceMapping>
    {
        /// <summary>Replaces what was said for that name.</summary>
        public void Map(string name, Func<HealthCheckMapContext, bool> predicate)
        {
            Remove(name);
            Add(new ServiceMapping(name, predicate));
        }

        protected override string GetKeyForItem(ServiceMapping item) => item.Name;
    }

    /// <summary>Settings of the health service.</summary>
    public sealed class GrpcHealthChecksOptions
    {
        public ServiceMappingCollection Services { get; } = [];

        /// <summary>Whether Check answers with the last published result instead of running the checks.</summary>
        public bool UseHealthChecksCache { get; set; }

        /// <summary>Whether Watch calls outlive the beginning of the shutdown.</summary>
        public bool SuppressCompletionOnShutdown { get; set; }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Adds what the health service needs.</summary>
    public static class GrpcHealthChecksServiceExtensions
    {
        public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
        {
            services.TryAddSingleton<HealthServiceImpl>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthPublisher>());
            services.Configure<GrpcHealthChecksOptions>(options => options.Services.Map("", _ => true));
            return services.AddHealthChecks();
        }

        public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services, Action<GrpcHealthChecksOptions> configure)
        {
            var builder = services.AddGrpcHealthChecks();
            services.Configure(configure);
            return builder;
        }
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Maps the health service.</summary>
    public static class GrpcHealthChecksEndpointRouteBuilderExtensions
    {
        public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder) =>
            builder.MapGrpcService<HealthService>();
    }
}
