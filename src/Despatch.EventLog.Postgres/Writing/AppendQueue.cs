using System.Threading.Channels;

namespace Despatch.EventLog.Postgres.Writing;

/// <summary>
/// The queue before the one writer of this process. Group commit needs no timer: whatever arrives while one round trip is on
/// its way shares the next. Thread-safe.
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    private readonly Channel<PendingAppend> _waiting;
    private readonly Func<List<PendingAppend>, Task<EventLogException?>> _write;
    private readonly PostgresEventLogOptions _options;
    private readonly Task _run;

    // Appends taken out of the channel that may not share the batch being filled. Used by the writer only.
    private readonly LinkedList<PendingAppend> _held = new();
    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private readonly HashSet<string> _commands = new(StringComparer.Ordinal);

    /// <summary>Starts the writer.</summary>
    /// <param name="options">How many may wait and share a batch.</param>
    /// <param name="write">Writes a batch and answers each of it; called by one at a time; must not throw. It gives the fault
    /// when the server cannot be used just now: all who wait are then answered with it, since their wait would be in vain.</param>
    public AppendQueue(PostgresEventLogOptions options, Func<List<PendingAppend>, Task<EventLogException?>> write)
    {
        _waiting = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _options = options;
        _write = write;
        _run = Task.Run(RunAsync);
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
            throw new EventLogException(EventLogFault.Closed, isTransient: false, PostgresFault.Closed, exception);
        }

        return await pending.Answer.WaitAsync(ct);
    }

    /// <summary>Takes no more, writes what waits, and ends the writer.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _run;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingAppend>(_options.MaxBatch);
        while (_held.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            Take(batch);
            if (batch.Count > 0 && await _write(batch) is { } fault)
            {
                AnswerAll(fault);
            }

            batch.Clear();
        }
    }

    /// <summary>
    /// Fills a batch, oldest first. A batch has no stream and no command twice, so that the server judges it as a set; what does
    /// not fit waits for the next, and what shares its streams waits behind it.
    /// </summary>
    private void Take(List<PendingAppend> batch)
    {
        _streams.Clear();
        _commands.Clear();
        var bytes = 0L;
        var node = _held.First;
        while (node is not null && batch.Count < _options.MaxBatch)
        {
            var next = node.Next;
            if (Admit(node.Value, batch, ref bytes))
            {
                _held.Remove(node);
            }

            node = next;
        }

        while (batch.Count < _options.MaxBatch && _held.Count < _options.MaxBatch && _waiting.Reader.TryRead(out var pending))
        {
            if (!Admit(pending, batch, ref bytes))
            {
                _held.AddLast(pending);
            }
        }
    }

    /// <summary>Whether the append is dealt with: in the batch, or gone because its caller is.</summary>
    private bool Admit(PendingAppend pending, List<PendingAppend> batch, ref long bytes)
    {
        if (pending.WasCancelled())
        {
            return true;
        }

        var alone = pending.Request.Command is not { } command || _commands.Add(command.Id);
        foreach (var write in pending.Request.Writes)
        {
            alone &= _streams.Add(write.Stream);
        }

        if (!alone || (batch.Count > 0 && bytes + pending.Bytes > _options.MaxBatchBytes))
        {
            return false;
        }

        bytes += pending.Bytes;
        batch.Add(pending);
        return true;
    }

    private void AnswerAll(EventLogException fault)
    {
        foreach (var pending in _held)
        {
            pending.Fail(fault);
        }

        _held.Clear();

        // As many as wait now, not those who come meanwhile.
        for (var left = _waiting.Reader.Count; left > 0 && _waiting.Reader.TryRead(out var pending); left--)
        {
            pending.Fail(fault);
        }
    }
}
