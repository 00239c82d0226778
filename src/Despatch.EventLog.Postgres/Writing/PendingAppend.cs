using System.Diagnostics;

namespace Despatch.EventLog.Postgres.Writing;

/// <summary>An append that waits for its round trip, and where its answer goes.</summary>
internal sealed class PendingAppend(AppendRequest request, CancellationToken cancellation)
{
    // Asynchronously: a caller's continuation must never hold up the writer and with it everybody else.
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request { get; } = request;

    public ActivityContext Trace { get; } = LogTelemetry.Current;

    public Task<AppendResult> Answer => _answer.Task;

    /// <summary>Bytes it adds to a round trip.</summary>
    public long Bytes { get; } = BytesOf(request);

    /// <summary>Takes an append out whose caller has gone, before anything of it is sent.</summary>
    public bool WasCancelled()
    {
        if (cancellation.IsCancellationRequested)
        {
            _answer.TrySetCanceled(cancellation);
            return true;
        }

        return false;
    }

    public void Succeed(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    private static long BytesOf(AppendRequest request)
    {
        var bytes = (long)(request.Command?.Answer.Length ?? 0);
        foreach (var write in request.Writes)
        {
            foreach (var item in write.Events)
            {
                bytes += item.Data.Length;
            }
        }

        return bytes;
    }
}
