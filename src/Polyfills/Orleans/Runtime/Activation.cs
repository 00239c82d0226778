using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>One grain in memory: decides which call runs when, from its making to its end.</summary>
internal sealed partial class Activation : IGrainContext
{
    private static long _lastId;

    private readonly Lock _gate = new();
    private readonly Silo _silo;
    private readonly LinkedList<Turn> _waiting = new();
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _gone;
    private AsyncServiceScope? _scope;
    private State _state;
    private int _running;
    private int _blocking;
    private int _blockingReadOnly;
    private int _waitingToInterleave;
    private bool _migrate;
    private DeactivationReason? _reason;
    private long _lastUsed;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId)
    {
        _silo = silo;
        _gone = new TaskCompletionSource(silo.Hub.Executor.Continuations);
        Class = grainClass;
        GrainId = grainId;
        Id = Interlocked.Increment(ref _lastId);
        Scheduler = new ActivationScheduler(this, silo.Hub.Executor);
        _lastUsed = silo.IdleClock.GetTimestamp();
    }

    private enum State
    {
        Creating,
        Active,
        Draining,
        Deactivating,
        Invalid,
    }

    /// <summary>The activation whose turn this thread runs.</summary>
    [field: ThreadStatic]
    public static Activation? Current { get; set; }

    public GrainId GrainId { get; }

    public GrainClass Class { get; }

    public long Id { get; }

    public Silo Silo => _silo;

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope!.Value.ServiceProvider;

    public ActivationScheduler Scheduler { get; }

    public Task Deactivated => _gone.Task;

    /// <summary>False when the activation is gone, so that the call must find another.</summary>
    public bool TryReceive(Turn turn)
    {
        lock (_gate)
        {
            if (_state == State.Invalid)
            {
                return false;
            }

            if (turn.KeepsAlive)
            {
                _lastUsed = _silo.IdleClock.GetTimestamp();
            }

            if (_state != State.Active || !CanStart(turn))
            {
                _waiting.AddLast(turn);
                _waitingToInterleave += turn.AlwaysInterleave ? 1 : 0;
                return true;
            }

            Begin(turn);
        }

        return true;
    }

    public void Start() => Scheduler.Run(() => _ = ActivateAsync());

    /// <summary>Another silo has the grain after all.</summary>
    public List<Turn> Abandon()
    {
        var waiting = Finish();
        _gone.TrySetResult();
        return waiting;
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        Deactivate(deactivationReason, migrate: false);

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        Deactivate(new DeactivationReason(DeactivationReasonCode.Migrating, "The grain moves to another silo."), migrate: true);

    public void DeactivateIfIdle(TimeSpan age)
    {
        lock (_gate)
        {
            var now = _silo.IdleClock.GetTimestamp();
            var busy = _state != State.Active || _running > 0 || _waiting.Count > 0;
            if (busy || _silo.IdleClock.GetElapsedTime(_lastUsed, now) < age)
            {
                return;
            }
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody called it for a while."), migrate: false);
    }

    public GrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, _silo.Clock(TimeProviderNames.Grains), _silo.Log, callback, options);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>The silo crashed: whatever this was doing, it never goes on.</summary>
    public void Crash()
    {
        Scheduler.Dead = true;
        StopTimers();
    }

    private void Deactivate(DeactivationReason reason, bool migrate)
    {
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = reason;
            _migrate = migrate;
            if (_state == State.Active)
            {
                _state = State.Draining;
                EndIfDrained();
            }
        }
    }

    private bool CanStart(Turn turn) =>
        _blocking == 0 || turn.AlwaysInterleave || Class.Reentrant || (turn.ReadOnly && _blockingReadOnly == _blocking);

    private void Begin(Turn turn)
    {
        turn.Activation = this;
        _running++;
        if (!turn.AlwaysInterleave)
        {
            _blocking++;
            _blockingReadOnly += turn.ReadOnly ? 1 : 0;
        }

        new Task(static state => ((Turn)state!).Activation!.Run((Turn)state), turn).Start(Scheduler);
    }

    private void Run(Turn turn)
    {
        if (!turn.MayStart())
        {
            End(turn);
            return;
        }

        var work = turn.RunAsync(GrainInstance!);
        if (work.IsCompletedSuccessfully)
        {
            End(turn);
        }
        else
        {
            _ = EndAfter(work, turn);
        }
    }

    private async Task EndAfter(ValueTask work, Turn turn)
    {
        await work;
        End(turn);
    }

    private void End(Turn turn)
    {
        lock (_gate)
        {
            _running--;
            if (!turn.AlwaysInterleave)
            {
                _blocking--;
                _blockingReadOnly -= turn.ReadOnly ? 1 : 0;
            }

            if (_state == State.Active)
            {
                StartWaiting();
            }

            EndIfDrained();
        }
    }

    private void StartWaiting()
    {
        var node = _waiting.First;
        while (node is not null)
        {
            var next = node.Next;
            if (CanStart(node.Value))
            {
                _waiting.Remove(node);
                _waitingToInterleave -= node.Value.AlwaysInterleave ? 1 : 0;
                Begin(node.Value);
            }
            else if (_waitingToInterleave == 0)
            {
                // Behind a call that must wait, only those that never wait may start.
                return;
            }

            node = next;
        }
    }

    private void EndIfDrained()
    {
        if (_state == State.Draining && _running == 0)
        {
            _state = State.Deactivating;
            Scheduler.Run(() => _ = DeactivateAsync());
        }
    }
}
