using Grpc.AspNetCore.Web;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Web
{
    /// <summary>Says on an endpoint whether it takes gRPC-Web.</summary>
    public interface IGrpcWebEnabledMetadata
    {
        bool GrpcWebEnabled { get; }
    }

    /// <summary>Lets a service or method take gRPC-Web.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    public sealed class EnableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
    {
        public bool GrpcWebEnabled => true;
    }

    /// <summary>Keeps gRPC-Web from a service or method.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    public sealed class DisableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
    {
        public bool GrpcWebEnabled => false;
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Settings of gRPC-Web.</summary>
    public class GrpcWebOptions
    {
        /// <summary>Whether services take gRPC-Web without being told to.</summary>
        public bool DefaultEnabled { get; set; }
    }

    /// <summary>Adds gRPC-Web to an application; behind routing, before the endpoints.</summary>
    public static class GrpcWebApplicationBuilderExtensions
    {
        public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseGrpcWeb(new GrpcWebOptions());

        public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options) =>
            builder.UseMiddleware<GrpcWebMiddleware>(Options.Create(options));
    }

    /// <summary>Switches gRPC-Web for single services.</summary>
    public static class GrpcWebEndpointConventionBuilderExtensions
    {
        public static TBuilder EnableGrpcWeb<TBuilder>(this TBuilder builder)
            where TBuilder : IEndpointConventionBuilder
        {
            builder.Add(endpoint => endpoint.Metadata.Add(new EnableGrpcWebAttribute()));
            return builder;
        }

        public static TBuilder DisableGrpcWeb<TBuilder>(this TBuilder builder)
            where TBuilder : IEndpointConventionBuilder
        {
            builder.Add(endpoint => endpoint.Metadata.Add(new DisableGrpcWebAttribute()));
            return builder;
        }
    }
}
