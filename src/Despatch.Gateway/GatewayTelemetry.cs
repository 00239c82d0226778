using System.Diagnostics;
using Grpc.Core;

namespace Despatch.Gateway;

/// <summary>
/// The first span of a trace: one for each unary call, and for each status or entry on a stream, which itself lasts for hours and is no
/// trace. Thread-safe; while nobody listens it costs a comparison.
/// </summary>
public static class GatewayTelemetry
{
    /// <summary>The activity source's name.</summary>
    public const string Name = "Despatch.Gateway";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A call begins, in the caller's trace if it sends one (<c>traceparent</c>); null while nobody listens.</summary>
    internal static Activity? Begin(ServerCallContext call)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(
            call.RequestHeaders.GetValue("traceparent"), call.RequestHeaders.GetValue("tracestate"), isRemote: true, out var parent);
        return Begin(call.Method.TrimStart('/'), parent);
    }

    /// <summary>Something in a stream begins, named after the stream's method; null while nobody listens.</summary>
    internal static Activity? BeginItem(string name) => Source.HasListeners() ? Begin(name, default) : null;

    /// <summary>The call has ended so. A refusal is an answer; a fault is an error.</summary>
    internal static void Ended(Activity? span, RpcException end)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("rpc.grpc.status_code", (int)end.StatusCode);
        if (end.Trailers.GetValue(Refusals.RefusalStatus.CodeTrailer) is { } refusal)
        {
            span.SetTag("despatch.answer", refusal);
        }
        else if (end.StatusCode is StatusCode.Internal or StatusCode.Unavailable or StatusCode.Unknown)
        {
            span.SetStatus(ActivityStatusCode.Error, end.Status.Detail);
        }
    }

    private static Activity? Begin(string name, ActivityContext parent)
    {
        // The web server's own activity, which nobody records, would take the trace over.
        Activity.Current = null;
        var span = Source.StartActivity(name, ActivityKind.Server, parent);
        var slash = name.LastIndexOf('/');
        return span?.SetTag("rpc.system", "grpc").SetTag("rpc.service", name[..slash]).SetTag("rpc.method", name[(slash + 1)..]);
    }
}
