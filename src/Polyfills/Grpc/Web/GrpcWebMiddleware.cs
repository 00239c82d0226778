using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Web;

internal sealed class GrpcWebMiddleware(RequestDelegate next, IOptions<GrpcWebOptions> options)
{
    public Task InvokeAsync(HttpContext http)
    {
        _ = options;
        return next(http);
    }
}
