using System.Diagnostics;
using Despatch.EventLog;

namespace Despatch.Board;

/// <summary>
/// The last span of a command's trace: a board of the process that appended its facts shows them. Boards of other processes know no trace
/// of what they read; their lag is measured all the same.
/// </summary>
internal static class BoardTelemetry
{
    private static readonly ActivitySource Source = new(BoardInstruments.Name);

    /// <summary>The spans of what this batch of the log brings to the board, begun; nothing while nobody listens.</summary>
    public static IReadOnlyList<Activity> Begin(IReadOnlyList<LoggedEvent> batch)
    {
        if (!Source.HasListeners())
        {
            return [];
        }

        var spans = new List<Activity>();
        foreach (var logged in batch)
        {
            var append = AppendTraces.Of(logged);
            if (append != default && Source.StartActivity("show", ActivityKind.Internal, append) is { } span)
            {
                spans.Add(span.SetTag("despatch.stream", logged.Stream).SetTag("despatch.position", logged.Position));
            }
        }

        return spans;
    }

    /// <summary>The board has them.</summary>
    public static void End(IReadOnlyList<Activity> spans)
    {
        // Backwards, so that the one before the first is current again.
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            spans[i].Dispose();
        }
    }
}
