using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>
/// Carries the caller's trace along with its calls, where the silo is told to. Upstream makes a span at either end; here there is the
/// grain's alone, of the same source and name.
/// </summary>
internal sealed class CallTracing : IDisposable
{
    private readonly ActivitySource _source = new("Microsoft.Orleans.Application");

    public void Dispose() => _source.Dispose();

    /// <summary>The grain's span. What was current before may belong to the call that made way for this one.</summary>
    public Activity? Begin(Request request)
    {
        Activity.Current = null;
        return ActivityContext.TryParse(request.Trace, traceState: null, isRemote: true, out var caller)
            ? _source.StartActivity(request.Name.Replace('.', '/'), ActivityKind.Server, caller)
            : null;
    }
}
