namespace Despatch.Scenarios.Running;

/// <summary>
/// The cluster's clock: it stands until the script moves it. What falls due when it moves is called once, in the order of its time, on the
/// thread that moves it; a period that passed several times counts once. Thread-safe.
/// </summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Timer> _armed = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, never back, and calls what has fallen due.</summary>
    public void MoveTo(DateTimeOffset moment) => Move(moment, TimeSpan.Zero);

    /// <summary>Calls what would fall due within a time, without moving: whoever looks again in a moment looks again now.</summary>
    public void Ring(TimeSpan within) => Move(DateTimeOffset.MinValue, within);

    private void Move(DateTimeOffset moment, TimeSpan early)
    {
        List<Timer> due;
        lock (_gate)
        {
            _now = moment > _now ? moment : _now;
            due = [.. _armed.Where(t => t.Due <= _now + early).OrderBy(static t => t.Due)];
            due.ForEach(Fired);
        }

        due.ForEach(static t => t.Call());
    }

    private void Fired(Timer timer)
    {
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due = _now + timer.Period;
        }
        else
        {
            _armed.Remove(timer);
        }
    }

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Period = period;
                if (dueTime < TimeSpan.Zero)
                {
                    clock._armed.Remove(this);
                    return true;
                }

                Due = clock._now + dueTime;
                clock._armed.Add(this);
                if (dueTime > TimeSpan.Zero)
                {
                    return true;
                }

                clock.Fired(this);
            }

            // Due at once: as real timers do it, not on the caller's stack.
            ThreadPool.QueueUserWorkItem(static timer => timer.Call(), this, preferLocal: false);
            return true;
        }

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
