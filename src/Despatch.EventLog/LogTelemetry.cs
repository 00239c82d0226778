using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Despatch.EventLog;

/// <summary>
/// What any store of the log tells of itself: a span for each append and for each group commit, and how large and how long the commits
/// are. Thread-safe; while nobody listens it costs a comparison.
/// </summary>
public static class LogTelemetry
{
    /// <summary>The name of both the activity source and the meter.</summary>
    public const string Name = "Despatch.EventLog";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<int> Batch = Meter.CreateHistogram(
        "despatch.append.batch", "{event}", "Events in one group commit.", tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000] });

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "despatch.append.duration", "s", "What one group commit took, until it was durable or had failed.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2] });

    /// <summary>The append that the caller is in, for <see cref="BeginCommit"/>; default while nobody listens.</summary>
    public static ActivityContext Current => Source.HasListeners() ? Activity.Current?.Context ?? default : default;

    /// <summary>
    /// Appends in a span of its own, and remembers the span for the boards of this process (<see cref="AppendTraces"/>). Not cancellable: a
    /// command that reached the log is answered for.
    /// </summary>
    public static ValueTask<AppendResult> AppendTracedAsync(this IEventLog log, AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(request);
        return Source.HasListeners() ? TracedAsync(log, request) : log.AppendAsync(request, CancellationToken.None);
    }

    /// <summary>Begins a group commit. What it serves is named by links; it hangs below the first of them.</summary>
    /// <param name="store">The store's name, such as <c>sqlite</c>.</param>
    /// <param name="appends">The appends in it, as <see cref="Current"/> was in each.</param>
    /// <param name="clock">Measures it.</param>
    public static GroupCommit BeginCommit(string store, IEnumerable<ActivityContext> appends, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Activity? span = null;
        if (Source.HasListeners())
        {
            var traced = appends.Where(static a => a.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)).ToList();
            span = traced.Count == 0 ? null : Source.StartActivity(
                "commit", ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(static a => new ActivityLink(a)));
            span?.SetTag("despatch.store", store);
        }

        return new GroupCommit(store, span, clock);
    }

    internal static void Ended(GroupCommit commit, int events, string answer)
    {
        var tags = new TagList { { "store", commit.Store }, { "answer", answer } };
        Duration.Record(commit.Clock.GetElapsedTime(commit.Began).TotalSeconds, tags);
        if (events > 0)
        {
            Batch.Record(events, new KeyValuePair<string, object?>("store", commit.Store));
        }

        commit.Span?.SetTag("despatch.events", events);
        commit.Span?.Dispose();
    }

    private static async ValueTask<AppendResult> TracedAsync(IEventLog log, AppendRequest request)
    {
        using var span = Source.StartActivity("append");
        if (span is null)
        {
            return await log.AppendAsync(request, CancellationToken.None);
        }

        AppendTraces.Remember(request, span.Context);
        span.SetTag("despatch.stream", request.Writes[0].Stream);
        span.SetTag("despatch.streams", request.Writes.Length);
        try
        {
            var result = await log.AppendAsync(request, CancellationToken.None);
            if (result is AppendResult.Appended appended)
            {
                span.SetTag("despatch.position", appended.LastPosition);
            }
            else
            {
                AppendTraces.Forget(request, span.Context);
            }

            span.SetTag("despatch.answer", result is AppendResult.Appended ? "done" : result is AppendResult.Conflict ? "conflict" : "already-done");
            return result;
        }
        catch (Exception fault)
        {
            span.SetStatus(ActivityStatusCode.Error, fault.Message);
            throw;
        }
    }
}
