using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Sends calls and awaits their answers: the part that silos and clients have in common.</summary>
internal abstract class MessageCenter : Endpoint
{
    private readonly ConcurrentDictionary<long, PendingCall> _pending = new();
    private readonly ConcurrentDictionary<(int From, long Id), Request> _cancellable = new();
    private readonly MessagingOptions _messaging;
    private readonly TimeProvider _clock;
    private ITimer? _sweep;
    private long _lastId;

    protected MessageCenter(ClusterHub hub, SiloAddress? address, IServiceProvider services, MessagingOptions messaging, ILogger logger)
        : base(hub, address)
    {
        Services = services;
        Codec = services.GetRequiredService<Codec>();
        Log = logger;
        Tracing = services.GetService<CallTracing>();
        _messaging = messaging;
        _clock = Clock(TimeProviderNames.Messaging);
    }

    public Codec Codec { get; }

    public IServiceProvider Services { get; }

    public ILogger Log { get; }

    /// <summary>None unless calls carry traces.</summary>
    public CallTracing? Tracing { get; }

    public TimeProvider Clock(string area) =>
        Services.GetKeyedService<TimeProvider>(area) ?? Services.GetRequiredService<TimeProvider>();

    public Task<T> Call<T>(GrainMethod<T> method, GrainId target, object?[] args)
    {
        var token = method.CancellationIndex < 0 ? default : (CancellationToken)args[method.CancellationIndex]!;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(token);
        }

        var deadline = DeadlineIn(method.Timeout ?? _messaging.ResponseTimeout);
        var id = Interlocked.Increment(ref _lastId);
        var pending = method.OneWay ? null : new PendingCall<T>(this, id, method, target, deadline);
        var request = new Request(this, method, target, args, deadline)
        {
            Id = id, From = Id, Pending = pending, Cancellable = token.CanBeCanceled,
            Trace = Tracing is null ? "" : Activity.Current?.Id ?? "",
        };
        if (pending is not null)
        {
            pending.Request = request;
            _pending[id] = pending;
            if (token.CanBeCanceled)
            {
                pending.CancelOn(token);
            }
        }

        Start(request, Dispatch);
        return pending?.Task ?? Task.FromResult<T>(default!);
    }

    public bool Forget(long id) => _pending.TryRemove(id, out _);

    public long DeadlineIn(TimeSpan time) => _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);

    public long TicksLeft(long deadline) => _clock.GetElapsedTime(_clock.GetTimestamp(), deadline).Ticks;

    public bool IsExpired(long deadline) => _messaging.DropExpiredMessages && deadline < _clock.GetTimestamp();

    public void SendCancel(long id)
    {
        // The call may have been handed on since, so every silo is told; it is one small frame.
        var frame = Frame.Cancel(Id, id);
        foreach (var silo in Hub.SiloEndpoints)
        {
            Hub.Send(this, silo, frame);
        }
    }

    public void SendResult<T>(Request request, T result)
    {
        try
        {
            Hub.Send(this, Hub.Find(request.From), Frame.Result(this, request, result));
        }
        catch (Exception e)
        {
            SendFailure(request, e);
        }
    }

    public void SendFailure(Request request, Exception exception) =>
        Hub.Send(this, Hub.Find(request.From), Frame.Failure(this, request, exception));

    public void OneWayFailed(Request request, Exception exception) =>
        Log.LogWarning(exception, "One-way call {Method} of {Grain} failed", request.Name, request.Target);

    public void Finished(Request request)
    {
        if (request.Cancellable && request.Pending is null)
        {
            _cancellable.TryRemove((request.From, request.Id), out _);
        }
    }

    public override void Receive(byte[] frame)
    {
        try
        {
            var reader = new FrameReader(frame);
            var kind = (FrameKind)reader.ReadByte();
            var from = reader.ReadInt();
            var id = reader.ReadLong();
            switch (kind)
            {
                case FrameKind.Request or FrameKind.Addressed:
                    var received = Frame.ReadRequest(this, from, id, ref reader);
                    Start(received, r => ReceiveRequest(r, kind == FrameKind.Addressed));
                    break;
                case FrameKind.Cancel when _cancellable.TryGetValue((from, id), out var request):
                    request.Cancel();
                    break;
                case FrameKind.Result or FrameKind.Failure:
                    ReceiveAnswer(kind, from, id, ref reader);
                    break;
                case FrameKind.Activate:
                    Activate(GrainId.Create(GrainType.Create(reader.ReadText()), reader.ReadText()));
                    break;
            }
        }
        catch (Exception e)
        {
            Log.LogError(e, "A frame could not be read");
        }
    }

    protected void StartSweep()
    {
        var period = TimeSpan.FromSeconds(Math.Min(1, _messaging.ResponseTimeout.TotalSeconds));
        _sweep = _clock.CreateQuietTimer(static self => ((MessageCenter)self!).Sweep(), this, period, period);
    }

    protected void StopSweep() => _sweep?.Dispose();

    protected void Send(Request request, SiloAddress silo, bool addressed)
    {
        if (request.Pending is { } pending)
        {
            pending.SentTo = silo;
        }

        request.Hops++;
        var sent = Hub.Send(this, Hub.Find(silo), Frame.Request(this, request, addressed));
        if (!sent && Hub.Members.GetSiloStatus(silo) == SiloStatus.Dead)
        {
            // It stopped just now and the call is still here. While a crash has not been noticed, though, nobody knows.
            request.Pending?.SentTo = null;
            Undeliverable(request);
        }
    }

    protected void FailSentTo(SiloAddress silo)
    {
        foreach (var (_, call) in _pending.Where(p => silo.Equals(p.Value.SentTo)).OrderBy(p => p.Key))
        {
            call.SetException(new SiloUnavailableException(
                $"The silo {silo} became unavailable while it had the call {call.Method.Name} of {call.Target}."));
        }
    }

    /// <summary>A frame that could not be written: whoever waits for its answer need not.</summary>
    public void Undelivered(byte[] frame)
    {
        var reader = new FrameReader(frame);
        var kind = (FrameKind)reader.ReadByte();
        var from = reader.ReadInt();
        if (kind is FrameKind.Request or FrameKind.Addressed && from == Id && _pending.TryGetValue(reader.ReadLong(), out var call))
        {
            call.SetException(new Messaging.ConnectionFailedException($"{call.SentTo} cannot be reached for {call.Method.Name} of {call.Target}."));
        }
    }

    protected void FailAll(Exception reason)
    {
        // Its own copy first: to sort a dictionary that others still write to may throw, and a silo that crashes would not end.
        foreach (var (_, call) in _pending.ToArray().OrderBy(p => p.Key))
        {
            call.SetException(reason);
        }
    }

    protected abstract void Dispatch(Request request);

    protected abstract void Undeliverable(Request request);

    protected virtual void ReceiveRequest(Request request, bool addressed) => throw new NotSupportedException("A client has no grains.");

    protected virtual void Activate(GrainId grain) => throw new NotSupportedException("A client has no grains.");

    protected virtual void Learn(GrainId grain, Endpoint? from)
    {
    }

    protected void Track(Request request)
    {
        if (request.Cancellable)
        {
            _cancellable[(request.From, request.Id)] = request;
        }
    }

    private static void Start(Request request, Action<Request> dispatch)
    {
        try
        {
            dispatch(request);
        }
        catch (Exception e)
        {
            request.Fail(e);
        }
    }

    private void ReceiveAnswer(FrameKind kind, int from, long id, ref FrameReader reader)
    {
        if (!_pending.TryGetValue(id, out var call))
        {
            return;
        }

        Learn(call.Target, Hub.Find(from));
        try
        {
            if (kind == FrameKind.Failure)
            {
                call.SetException(ExceptionCodec.Read(reader.Rest));
            }
            else
            {
                call.SetObject(call.Method.ReadResult(Codec, reader.Rest));
            }
        }
        catch (Exception e)
        {
            call.SetException(e);
        }
    }

    private void Sweep()
    {
        var now = _clock.GetTimestamp();
        foreach (var (_, call) in _pending.Where(p => p.Value.Deadline <= now).OrderBy(p => p.Key))
        {
            call.SetException(new TimeoutException(
                $"Response did not arrive on time for {call.Method.Name} of {call.Target}, sent to {call.SentTo ?? Address}."));
        }
    }
}
