using Despatch.Domain.Escalation;

namespace Despatch.Board;

/// <summary>
/// Which incidents of a board, and whatever else can be late, have a deadline that has come. It costs what has changed since the last look and what is due, not what is
/// open; whoever begins to look anew finds the same ones, since deadlines are derived from the states. One caller at a time.
/// </summary>
/// <param name="board">The board.</param>
/// <param name="pod">The pod whose rows are looked at; null for all.</param>
/// <param name="grace">How long after its time a deadline is left to others.</param>
public sealed class DueRows(Board board, string? pod, TimeSpan grace)
{
    private readonly Dictionary<string, (IClocked Row, DateTimeOffset At)> _armed = new(StringComparer.Ordinal);

    /// <summary>An entry that <see cref="_armed"/> does not have at that time any more counts for nothing.</summary>
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();

    private EscalationPolicy? _policy;
    private long? _cursor;

    /// <summary>
    /// All whose time, and the grace after it, has come, the most overdue first. One stays due until the board shows that it was raised
    /// or that somebody acted.
    /// </summary>
    public IReadOnlyList<(string Key, IClocked Row, Deadline Deadline)> Look(EscalationPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!ReferenceEquals(policy, _policy))
        {
            (_policy, _cursor) = (policy, null);
        }

        CatchUp(policy);
        var due = new List<(string Key, IClocked Row, Deadline Deadline)>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (_queue.TryPeek(out var key, out var at) && at <= now)
        {
            _queue.Dequeue();
            if (_armed.TryGetValue(key, out var armed) && armed.At == at
                && found.Add(key) && Deadlines.Next(armed.Row, policy) is { } next)
            {
                due.Add((key, armed.Row, next));
            }
        }

        foreach (var (key, _, _) in due)
        {
            _queue.Enqueue(key, _armed[key].At);
        }

        return due;
    }

    private void CatchUp(EscalationPolicy policy)
    {
        while (true)
        {
            var step = board.Look(_cursor);
            _cursor = step.Cursor;
            if (step.Picture is { } picture)
            {
                _armed.Clear();
                _queue.Clear();
                foreach (var (key, incident) in picture.Incidents)
                {
                    Arm(key, incident, policy);
                }

                foreach (var (key, other) in picture.Others)
                {
                    Arm(key, other, policy);
                }
            }

            // The last of each counts: on an incident that many write on, the others are past.
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = step.Changes.Length - 1; i >= 0; i--)
            {
                if (RowOf(step.Changes[i]) is var (key, row) && seen.Add(key))
                {
                    Arm(key, row, policy);
                }
            }

            if (step.Picture is null && step.Changes.Length < board.Options.ChangesPerItem)
            {
                return;
            }
        }
    }

    private static (string Key, IClocked Row)? RowOf(BoardChange change) => change switch
    {
        BoardChange.IncidentChanged { Incident: var incident } => (incident.Key, incident),
        BoardChange.ClockedChanged { Key: var key, Row: var row } => (key, row),
        _ => null,
    };

    private void Arm(string key, IClocked row, EscalationPolicy policy)
    {
        if ((pod is null || string.Equals(pod, row.Pod, StringComparison.Ordinal)) && Deadlines.Next(row, policy) is { } next)
        {
            var at = next.Due + grace;
            if (!_armed.TryGetValue(key, out var armed) || armed.At != at)
            {
                _queue.Enqueue(key, at);
            }

            _armed[key] = (row, at);
        }
        else
        {
            _armed.Remove(key);
        }
    }
}
