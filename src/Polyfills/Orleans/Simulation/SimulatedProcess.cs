namespace Orleans.Simulation;

/// <summary>What code of one simulated process continues in; after its crash it never continues.</summary>
internal sealed class ProcessContext(SimulationScheduler scheduler, string name) : SynchronizationContext
{
    public string Name { get; } = name;

    public bool Dead { get; set; }

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(this, "continue", () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>The clock of one simulated process: the same for all, but its timers die with it.</summary>
internal sealed class ProcessTime(SimulationScheduler scheduler, ProcessContext process) : TimeProvider
{
    public override long TimestampFrequency => scheduler.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => scheduler.GetUtcNow();

    public override long GetTimestamp() => scheduler.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        scheduler.CreateTimer(process, callback, state, dueTime, period);
}

internal sealed class SimulationTimer(SimulationScheduler scheduler, ProcessContext process, Action callback) : ITimer
{
    private TimeSpan _period;
    private bool _armed;

    public long Due { get; set; }

    public long Version { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        Version++;
        _armed = dueTime >= TimeSpan.Zero;
        if (_armed)
        {
            scheduler.Arm(this, dueTime);
        }

        return true;
    }

    /// <summary>False for an entry in the queue whose timer was changed since or whose process died.</summary>
    public bool IsDue(long due) => _armed && due == Due && !process.Dead;

    public void BecomeReady()
    {
        _armed = false;
        var version = Version;
        scheduler.Post(process, "timer", () => Fire(version));
    }

    public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(long version)
    {
        if (version != Version)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            Change(_period, _period);
        }

        callback();
    }
}
