using Grpc.AspNetCore.Web;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>From an HTTP request to a call and back.</summary>
internal static class CallHandler
{
    public static Task RunAsync(
        HttpContext http, string method, GrpcServiceOptions options, ILogger logger, bool streamsRequests,
        Func<HttpServerCallContext, Task> handle)
    {
        if (!Headers.IsContentType(Headers.ContentType, http.Request.ContentType))
        {
            var detail = http.Request.ContentType is { } type ? $"Content-Type '{type}' is not supported." : "Content-Type is missing.";
            return Refuse(http, StatusCodes.Status415UnsupportedMediaType, StatusCode.Internal, detail);
        }

        if (http.Request.Protocol is "HTTP/1.1" or "HTTP/1.0" && http.Features.Get<GrpcWebFeature>() is null)
        {
            return Refuse(
                http, StatusCodes.Status426UpgradeRequired, StatusCode.Internal,
                $"Request protocol '{http.Request.Protocol}' is not supported.");
        }

        return CallAsync(new HttpServerCallContext(http, method, options, logger), streamsRequests, handle);
    }

    public static Task Unimplemented(HttpContext http)
    {
        var what = http.GetRouteValue("method") is { } method ? $"Method '{method}' is unimplemented." : "Service is unimplemented.";
        http.Response.ContentType = http.Features.Get<GrpcWebFeature>()?.ResponseContentType ?? Headers.ContentType;
        return Refuse(http, StatusCodes.Status200OK, StatusCode.Unimplemented, what);
    }

    private static Task Refuse(HttpContext http, int httpStatus, StatusCode status, string detail)
    {
        http.Response.StatusCode = httpStatus;
        http.Response.Headers[Headers.Status] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers[Headers.Message] = Headers.EscapeMessage(detail);
        return Task.CompletedTask;
    }

    private static async Task CallAsync(HttpServerCallContext call, bool streamsRequests, Func<HttpServerCallContext, Task> handle)
    {
        using (call)
        {
            Exception? failure = null;
            try
            {
                call.Begin(streamsRequests);
                await handle(call);
            }
#pragma warning disable CA1031 // Whatever a handler throws becomes a status.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }

            await call.EndAsync(failure);
        }
    }
}
