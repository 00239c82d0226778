using System.Collections.Concurrent;
using System.Diagnostics;

namespace Despatch.TestTools;

/// <summary>Collects the ended spans of the product's sources, of whatever test: look at those of one trace. Thread-safe.</summary>
public sealed class Spans : IDisposable
{
    private static readonly ActivitySource Outside = new("Despatch.Tests");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source =>
                source.Name.StartsWith("Despatch.", StringComparison.Ordinal) || source.Name is "Microsoft.Orleans.Application",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A span around what a test does.</summary>
    public static Activity Begin() => Outside.StartActivity("outside") ?? throw new InvalidOperationException("Nobody listens.");

    /// <summary>The spans of a trace once there are such whose names end so: some end after what they describe is answered.</summary>
    public async Task<IReadOnlyList<Activity>> OfAsync(ActivityTraceId trace, CancellationToken ct, params string[] names)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var spans = _ended.Where(span => span.TraceId == trace).ToList();
            if (names.All(name => spans.Exists(span => span.OperationName.EndsWith(name, StringComparison.Ordinal))))
            {
                return spans;
            }

            Assert.False(limit.IsCancellationRequested, $"There are only {string.Join(", ", spans.Select(span => span.OperationName))}.");
            await Task.Yield();
        }
    }

    /// <summary>The names of a span and of all it hangs below, from the inside out.</summary>
    public static IReadOnlyList<string> Way(IReadOnlyList<Activity> spans, Activity? from)
    {
        var names = new List<string>();
        for (var span = from; span is not null; span = spans.FirstOrDefault(other => other.SpanId == span.ParentSpanId))
        {
            names.Add(span.OperationName);
        }

        return names;
    }

    public void Dispose() => _listener.Dispose();
}
