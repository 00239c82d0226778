using System.Collections.Concurrent;
using System.Diagnostics;

namespace Despatch.EventLog;

/// <summary>
/// Which span appended which fact, of the last few thousand. The log keeps facts and no traces; but the boards of the process that
/// appended can go on with the trace, so that one command is followed from the gateway to the screen. Thread-safe.
/// </summary>
public static class AppendTraces
{
    private const int Kept = 4_096;

    private static readonly ConcurrentDictionary<(string Stream, long Version), ActivityContext> Spans = new();
    private static readonly ConcurrentQueue<(string Stream, long Version)> Oldest = new();

    /// <summary>The span that appended this as its first fact, or default: unknown, or not its first.</summary>
    public static ActivityContext Of(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Spans.GetValueOrDefault((logged.Stream, logged.Version));
    }

    /// <summary>Before the append: a board may see the fact before whoever appended it has the answer.</summary>
    internal static void Remember(AppendRequest request, ActivityContext span)
    {
        var first = First(request);
        Spans[first] = span;
        Oldest.Enqueue(first);
        while (Oldest.Count > Kept && Oldest.TryDequeue(out var old))
        {
            Spans.TryRemove(old, out _);
        }
    }

    /// <summary>The append was not made.</summary>
    internal static void Forget(AppendRequest request, ActivityContext span) => Spans.TryRemove(new(First(request), span));

    private static (string Stream, long Version) First(AppendRequest request) => (request.Writes[0].Stream, request.Writes[0].ExpectedVersion + 1);
}
