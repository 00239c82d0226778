using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Despatch.Gateway.Probing;

/// <summary>
/// The gateway's health for probes that speak plain HTTP, on its own port and open to whoever reaches it. The standard gRPC health service
/// runs the same checks: SERVING for 200, NOT_SERVING for 503.
/// </summary>
internal static class Probes
{
    /// <summary>200 <c>live</c> while the process answers at all: restarting it is no cure for what it waits for.</summary>
    public const string Live = "/health/live";

    /// <summary>200 <c>ready</c>; 200 <c>degraded: why</c> when only the last board can be served; 503 <c>not ready: why</c>.</summary>
    public const string Ready = "/health/ready";

    public static void MapProbes(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (http, _) => SayAsync(http, "live") });
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = (http, report) => SayAsync(http, Words(report)) });
    }

    private static string Words(HealthReport report)
    {
        var why = string.Join("; ", report.Entries.Values.Where(e => e.Status == report.Status).Select(e => e.Description));
        return report.Status switch
        {
            HealthStatus.Healthy => "ready",
            HealthStatus.Degraded => $"degraded: {why}",
            _ => $"not ready: {why}",
        };
    }

    private static Task SayAsync(HttpContext http, string words)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(words + "\n", http.RequestAborted);
    }
}
