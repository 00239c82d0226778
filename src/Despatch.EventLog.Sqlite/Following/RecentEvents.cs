namespace Despatch.EventLog.Sqlite.Following;

/// <summary>
/// The newest committed events, in memory, bounded. Followers that keep up share these instead of each reading the file.
/// Thread-safe; one writer adds. Rests on positions without gaps, as this store gives them.
/// </summary>
internal sealed class RecentEvents(long lastPosition, int maxEvents, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<LoggedEvent[]> _batches = new();
    private LoggedEvent[] _newest = [];
    private int _events;
    private long _bytes;
    private long _lastPosition = lastPosition;
    private TaskCompletionSource _changed = NewSignal();
    private bool _closed;

    public long LastPosition => Volatile.Read(ref _lastPosition);

    /// <summary>Adds one committed transaction and wakes everybody who waits.</summary>
    public void Add(LoggedEvent[] batch)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _batches.Enqueue(batch);
            _newest = batch;
            _events += batch.Length;
            _bytes += BytesOf(batch);
            while (_batches.Count > 0 && (_events > maxEvents || _bytes > maxBytes))
            {
                var oldest = _batches.Dequeue();
                _events -= oldest.Length;
                _bytes -= BytesOf(oldest);
            }

            Volatile.Write(ref _lastPosition, batch[^1].Position);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Makes every wait, present and future, fail with code <c>closed</c>.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _changed.TrySetResult();
        }
    }

    /// <summary>
    /// The events after a position, up to a count. Null: they are no longer held here but in the file. Empty: there are none
    /// yet, and <paramref name="changed"/> completes with the next commit.
    /// </summary>
    public IReadOnlyList<LoggedEvent>? After(long position, int maxCount, out Task changed)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new EventLogException(EventLogFault.Closed, isTransient: false, "The event log was closed.");
            }

            changed = _changed.Task;
            if (position >= _lastPosition)
            {
                return [];
            }

            // The usual case of a follower that keeps up: the whole batch, shared by all of them.
            if (_newest.Length > 0 && _newest[0].Position == position + 1)
            {
                return _newest;
            }

            return _batches.TryPeek(out var oldest) && oldest[0].Position <= position + 1 ? Collect(position, maxCount) : null;
        }
    }

    private List<LoggedEvent> Collect(long position, int maxCount)
    {
        var collected = new List<LoggedEvent>();
        foreach (var batch in _batches)
        {
            if (batch[^1].Position <= position)
            {
                continue;
            }

            var skip = (int)Math.Max(0, position + 1 - batch[0].Position);
            collected.AddRange(batch.AsSpan(skip, Math.Min(batch.Length - skip, maxCount - collected.Count)));
            if (collected.Count == maxCount)
            {
                break;
            }
        }

        return collected;
    }

    private static long BytesOf(LoggedEvent[] batch) => batch.Sum(logged => (long)logged.Data.Length);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
