namespace Despatch.Board;

/// <summary>
/// Wakes all watchers at once, not more often than every pace: the first change after a quiet moment at once, further ones together
/// when the pace has passed. Thread-safe.
/// </summary>
internal sealed class ChangeSignal(TimeProvider time, TimeSpan pace)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();
    private long? _lastFired;
    private bool _firingLater;

    /// <summary>Completes when the watchers are next woken; take it before looking for changes, never after.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
            {
                return _next.Task;
            }
        }
    }

    /// <summary>Something changed.</summary>
    public void Changed()
    {
        TimeSpan wait;
        lock (_gate)
        {
            if (_firingLater)
            {
                return;
            }

            wait = _lastFired is { } last ? pace - time.GetElapsedTime(last) : TimeSpan.Zero;
            _firingLater = wait > TimeSpan.Zero;
        }

        if (wait > TimeSpan.Zero)
        {
            _ = FireAfterAsync(wait);
        }
        else
        {
            Fire();
        }
    }

    private async Task FireAfterAsync(TimeSpan wait)
    {
        await Task.Delay(wait, time);
        Fire();
    }

    private void Fire()
    {
        TaskCompletionSource fired;
        lock (_gate)
        {
            fired = _next;
            _next = New();
            _lastFired = time.GetTimestamp();
            _firingLater = false;
        }

        fired.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
