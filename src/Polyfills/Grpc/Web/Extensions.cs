using Grpc.AspNetCore.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds gRPC-Web to an application; behind routing, before the endpoints.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseMiddleware<GrpcWebMiddleware>();
}

/// <summary>Lets single services take gRPC-Web.</summary>
public static class GrpcWebEndpointConventionBuilderExtensions
{
    public static TBuilder EnableGrpcWeb<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new GrpcWebEnabled());
}
