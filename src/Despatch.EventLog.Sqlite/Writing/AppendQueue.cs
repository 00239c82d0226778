using System.Threading.Channels;

namespace Despatch.EventLog.Sqlite.Writing;

/// <summary>
/// The queue before the one writer, and the writer's thread. Group commit needs no timer: whatever arrives while one
/// transaction syncs to the disk shares the next. Thread-safe.
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    private readonly Channel<PendingAppend> _waiting;
    private readonly Action<List<PendingAppend>> _write;
    private readonly int _maxBatch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the writer's thread.</summary>
    /// <param name="maxWaiting">Appends that may wait; beyond it callers are held back.</param>
    /// <param name="maxBatch">Appends handed over together at most.</param>
    /// <param name="write">Writes a batch and answers each of it; called on the writer's thread only; must not throw.</param>
    public AppendQueue(int maxWaiting, int maxBatch, Action<List<PendingAppend>> write)
    {
        _waiting = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(maxWaiting) { SingleReader = true });
        _maxBatch = maxBatch;
        _write = write;
        new Thread(Run) { Name = "Despatch event log writer", IsBackground = true }.Start();
    }

    public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        var pending = new PendingAppend(request, ct);
        try
        {
            await _waiting.Writer.WriteAsync(pending, ct);
        }
        catch (ChannelClosedException exception)
        {
            throw new EventLogException(EventLogFault.Closed, isTransient: false, "The event log was closed.", exception);
        }

        return await pending.Answer.WaitAsync(ct);
    }

    /// <summary>Takes no more, writes what waits, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var batch = new List<PendingAppend>(_maxBatch);
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                Take(batch);
                if (batch.Count > 0)
                {
                    _write(batch);
                    batch.Clear();
                }
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Take(List<PendingAppend> batch)
    {
        while (batch.Count < _maxBatch && _waiting.Reader.TryRead(out var pending))
        {
            if (!pending.WasCancelled())
            {
                batch.Add(pending);
            }
        }
    }
}
