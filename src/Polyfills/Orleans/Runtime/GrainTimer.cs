using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>A timer whose callback is a turn of its grain, armed again when the callback is over.</summary>
internal sealed class GrainTimer : Turn, IGrainTimer
{
    private readonly Activation _owner;
    private readonly ILogger _log;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposal = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private int _queued;
    private bool _changed;

    public GrainTimer(
        Activation owner, TimeProvider clock, ILogger log, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _owner = owner;
        _log = log;
        _callback = callback;
        _options = options;
        _period = options.Period;
        _timer = clock.CreateQuietTimer(static self => ((GrainTimer)self!).Fire(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool AlwaysInterleave => _options.Interleave;

    public override bool ReadOnly => false;

    public override bool KeepsAlive => _options.KeepAlive;

    public override string Name => "timer";

    public override bool MayStart() => !_disposal.IsCancellationRequested;

    public override async ValueTask RunAsync(object grain)
    {
        _changed = false;
        try
        {
            await _callback(_disposal.Token);
        }
        catch (Exception e)
        {
            _log.LogError(e, "A timer of {Grain} failed", _owner.GrainId);
        }

        Volatile.Write(ref _queued, 0);
        if (!_changed && _period != Timeout.InfiniteTimeSpan && MayStart())
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _changed = true;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (!_disposal.IsCancellationRequested)
        {
            _timer.Dispose();
            _disposal.Cancel();
            _owner.Forget(this);
        }
    }

    private void Fire()
    {
        // One that was changed within its own callback and is due before the callback is over waits for its next period.
        if (Interlocked.Exchange(ref _queued, 1) == 0)
        {
            _owner.TryReceive(this);
        }
        else if (_period != Timeout.InfiniteTimeSpan)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }
}
