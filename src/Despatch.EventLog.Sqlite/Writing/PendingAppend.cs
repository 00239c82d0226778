using System.Diagnostics;

namespace Despatch.EventLog.Sqlite.Writing;

/// <summary>An append that waits for its transaction, and where its answer goes.</summary>
internal sealed class PendingAppend(AppendRequest request, CancellationToken cancellation)
{
    // Asynchronously: a caller's continuation must never run on the writer's thread and hold up everybody else.
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request { get; } = request;

    public ActivityContext Trace { get; } = LogTelemetry.Current;

    public Task<AppendResult> Answer => _answer.Task;

    /// <summary>What to answer once the transaction is durable; set by the writer.</summary>
    public AppendResult? Outcome { get; set; }

    /// <summary>Takes an append out whose caller has gone, before anything of it is written.</summary>
    public bool WasCancelled()
    {
        if (cancellation.IsCancellationRequested)
        {
            _answer.TrySetCanceled(cancellation);
            return true;
        }

        return false;
    }

    public void Succeed() => _answer.TrySetResult(Outcome!);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
