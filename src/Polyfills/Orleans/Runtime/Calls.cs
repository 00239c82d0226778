using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>A call whose answer somebody here waits for.</summary>
internal abstract class PendingCall(MessageCenter center, long id, GrainMethod method, GrainId target, long deadline)
{
    private CancellationTokenRegistration _registration;

    public long Id { get; } = id;

    public GrainMethod Method { get; } = method;

    public GrainId Target { get; } = target;

    public long Deadline { get; } = deadline;

    /// <summary>The silo it was sent to; none while it is on this one.</summary>
    public SiloAddress? SentTo { get; set; }

    public Request? Request { get; set; }

    protected MessageCenter Center { get; } = center;

    public abstract void SetObject(object? result);

    public abstract void SetException(Exception exception);

    public void CancelOn(CancellationToken token) =>
        _registration = token.UnsafeRegister(static (state, t) => ((PendingCall)state!).Cancel(t), this);

    /// <summary>True for the first of answer, time-out, cancellation and loss of the silo.</summary>
    protected bool TryFinish()
    {
        if (!Center.Forget(Id))
        {
            return false;
        }

        _registration.Unregister();
        return true;
    }

    protected abstract void SetCanceled(CancellationToken token);

    private void Cancel(CancellationToken token)
    {
        if (!TryFinish())
        {
            return;
        }

        Request?.Cancel();
        if (SentTo is not null)
        {
            Center.SendCancel(Id);
        }

        SetCanceled(token);
    }
}

internal sealed class PendingCall<T>(MessageCenter center, long id, GrainMethod method, GrainId target, long deadline)
    : PendingCall(center, id, method, target, deadline)
{
    private readonly TaskCompletionSource<T> _source = new(center.Hub.Executor.Continuations);

    public Task<T> Task => _source.Task;

    public void SetResult(T result)
    {
        if (TryFinish())
        {
            _source.TrySetResult(result);
        }
    }

    public override void SetObject(object? result) => SetResult((T)result!);

    public override void SetException(Exception exception)
    {
        if (TryFinish())
        {
            _source.TrySetException(exception);
        }
    }

    protected override void SetCanceled(CancellationToken token) => _source.TrySetCanceled(token);
}

/// <summary>Something an activation does in one turn or more: a call or a timer's callback.</summary>
internal abstract class Turn
{
    public Activation? Activation { get; set; }

    public abstract bool AlwaysInterleave { get; }

    public abstract bool ReadOnly { get; }

    public virtual bool KeepsAlive => true;

    public abstract string Name { get; }

    /// <summary>False when nobody waits for it any more, so that it must not run.</summary>
    public abstract bool MayStart();

    public abstract ValueTask RunAsync(object grain);
}

/// <summary>One call on its way to or inside its grain.</summary>
internal sealed class Request(MessageCenter center, GrainMethod method, GrainId target, object?[] args, long deadline) : Turn
{
    private CancellationTokenSource? _cancellation;
    private volatile bool _cancelled;
    private bool _owned;
    private Activity? _span;

    public MessageCenter Center { get; } = center;

    public GrainMethod Method { get; } = method;

    public GrainId Target { get; } = target;

    public object?[] Args { get; } = args;

    public long Deadline { get; } = deadline;

    public bool Cancellable { get; init; }

    /// <summary>Waits on this silo for the answer; none for a call that came from elsewhere or wants no answer.</summary>
    public PendingCall? Pending { get; init; }

    public int From { get; init; }

    public long Id { get; init; }

    public int Hops { get; set; }

    /// <summary>The caller's span, if calls carry them.</summary>
    public string Trace { get; init; } = "";

    /// <summary>Why the arguments could not be read, which only the caller can do something about.</summary>
    public Exception? Unreadable { get; init; }

    public override bool AlwaysInterleave => Method.AlwaysInterleave;

    public override bool ReadOnly => Method.ReadOnly;

    public override string Name => Method.Name;

    /// <summary>Parts the arguments from what the caller holds, once, before the caller can go on.</summary>
    public void Own()
    {
        if (_owned || From != Center.Id)
        {
            return;
        }

        _owned = true;
        for (var i = 0; i < Args.Length; i++)
        {
            Args[i] = Center.Codec.CopyObject(Args[i]);
        }
    }

    public override bool MayStart()
    {
        if (_cancelled)
        {
            Fail(new OperationCanceledException("The call was cancelled before it began."));
            return false;
        }

        if (Center.IsExpired(Deadline))
        {
            Center.Finished(this);
            return false;
        }

        if (Method.CancellationIndex >= 0)
        {
            _cancellation = Cancellable ? new CancellationTokenSource() : null;
            Args[Method.CancellationIndex] = _cancellation?.Token ?? CancellationToken.None;
            if (_cancelled)
            {
                _cancellation?.Cancel();
            }
        }

        return true;
    }

    public override ValueTask RunAsync(object grain)
    {
        _span = Center.Tracing?.Begin(this);
        return Method.RunAsync(grain, this);
    }

    public void Cancel()
    {
        _cancelled = true;
        if (_cancellation is { } source)
        {
            // What the grain hung on its token runs as the grain's own code.
            Activation!.Scheduler.Run(source.Cancel);
        }
    }

    public void Complete<T>(T result)
    {
        if (Pending is PendingCall<T> pending)
        {
            try
            {
                pending.SetResult(Center.Codec.Copy(result));
            }
            catch (Exception e)
            {
                pending.SetException(e);
            }
        }
        else if (!Method.OneWay)
        {
            Center.SendResult(this, result);
        }

        _span?.Dispose();
        Center.Finished(this);
    }

    public void Fail(Exception exception)
    {
        if (Pending is { } pending)
        {
            pending.SetException(exception);
        }
        else if (Method.OneWay)
        {
            Center.OneWayFailed(this, exception);
        }
        else
        {
            Center.SendFailure(this, exception);
        }

        _span?.SetStatus(ActivityStatusCode.Error).Dispose();
        Center.Finished(this);
    }
}
