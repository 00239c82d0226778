namespace Despatch.Board;

/// <summary>Those who wait until the board has reached a position. Thread-safe.</summary>
internal sealed class PositionWaiters
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _reached;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Completes every wait for this position or an earlier one.</summary>
    public void Reach(long position)
    {
        List<TaskCompletionSource>? due = null;
        lock (_gate)
        {
            _reached = Math.Max(_reached, position);
            while (_waiting.TryPeek(out var waiter, out var until) && until <= _reached)
            {
                _waiting.Dequeue();
                (due ??= []).Add(waiter);
            }
        }

        due?.ForEach(static waiter => waiter.TrySetResult());
    }

    public Task WaitAsync(long position, CancellationToken ct)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (position <= _reached)
            {
                return Task.CompletedTask;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter, position);
        }

        return ct.CanBeCanceled ? WaitOrForgetAsync(waiter, ct) : waiter.Task;
    }

    /// <summary>A wait that is given up leaves nothing behind, however long the log stays away.</summary>
    private async Task WaitOrForgetAsync(TaskCompletionSource waiter, CancellationToken ct)
    {
        try
        {
            await waiter.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _waiting.Remove(waiter, out _, out _);
            }

            throw;
        }
    }
}
