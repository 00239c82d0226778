using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Described = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Adds what reflection needs.</summary>
    public static class GrpcReflectionServiceExtensions
    {
        public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
        {
            // Made at the first call, when every service has been mapped.
            services.TryAddSingleton(provider => new ReflectionServiceImpl(Mapped(provider)));
            services.TryAddSingleton(provider => new ReflectionV1ServiceImpl(Mapped(provider)));
            return services;
        }

        private static List<Described> Mapped(IServiceProvider provider) =>
            [.. provider.GetRequiredService<EndpointDataSource>().Endpoints
                .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType).OfType<Type>().Distinct()
                .Select(DescriptorOf).OfType<Described>()];

        private static Described? DescriptorOf(Type service) =>
            service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as Described;
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Maps the reflection service.</summary>
    public static class GrpcReflectionEndpointRouteBuilderExtensions
    {
        public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder) =>
            new GrpcServiceEndpointConventionBuilder(
                [builder.MapGrpcService<ReflectionServiceImpl>(), builder.MapGrpcService<ReflectionV1ServiceImpl>()]);
    }
}
