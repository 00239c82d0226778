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

    public GrainTimer(
        Activation owner, TimeProvider clock, ILogger log, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _owner = owner;
        _log = log;
        _callback = callback;
        _options = options;
        _timer = clock.CreateQuietTimer(static self => ((GrainTimer)self!).Fire(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool AlwaysInterleave => _options.Interleave;

    public override bool ReadOnly => false;

    public override bool KeepsAlive => _options.KeepAlive;

    public override string Name => "timer";

    public override bool MayStart() => !_disposal.IsCancellationRequested;

    public override async ValueTask RunAsync(object grain)
    {
        try
        {
            await _callback(_disposal.Token);
        }
        catch (Exception e)
        {
            _log.LogError(e, "A timer of {Grain} failed", _owner.GrainId);
        }

        if (_options.Period != Timeout.InfiniteTimeSpan && MayStart())
        {
            _timer.Change(_options.Period, Timeout.InfiniteTimeSpan);
        }
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

    private void Fire() => _owner.TryReceive(this);
}
