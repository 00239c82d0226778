namespace Despatch.Exercise;

/// <summary>
/// The exercise's own time, and who is at work in it. At a speed it is real time, so many times faster. Without one it runs as fast as
/// the people can work: it moves on to the next thing that is due whenever fewer than a bounded number of people are busy with a
/// gateway, but never further than <see cref="Window"/> past the moment when last nobody was: time does not run away from those who
/// are slow. So the machine is kept busy, queues stay short, and things happen in their order, give or take that window.
/// </summary>
internal sealed class ExerciseClock : IDisposable
{
    /// <summary>How far time may move on while somebody is busy. Short against a call, long against the pause between two fixes.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (TimeSpan Due, long Order)> _due = new();
    private readonly double? _speed;
    private readonly int _atOnce;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly Action<Exception> _onFault;
    private TimeSpan _now;
    private TimeSpan _windowEnd = Window;
    private long _order;
    private int _busy;

    public ExerciseClock(double? speed, int atOnce, TimeProvider time, Action<Exception> onFault, CancellationToken cancel)
    {
        _speed = speed;
        _atOnce = atOnce;
        _time = time;
        _onFault = onFault;
        _began = time.GetTimestamp();
        Cancel = cancel;
        _cancelled = cancel.Register(CancelAll);
    }

    /// <summary>Ends everybody's work.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now
    {
        get
        {
            if (_speed is { } speed)
            {
                return _time.GetElapsedTime(_began) * speed;
            }

            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Somebody sets to work, and is busy but for their delays and asides.</summary>
    public void Run(Func<Task> work) => RunTogether(work);

    /// <summary>Several set to work at one moment: time does not move before all of them have begun.</summary>
    public void RunTogether(params ReadOnlySpan<Func<Task>> works)
    {
        foreach (var _ in works)
        {
            Enter();
        }

        foreach (var work in works)
        {
            Begin(work);
        }
    }

    /// <summary>The person waits for a while.</summary>
    public async Task DelayAsync(TimeSpan delay)
    {
        Cancel.ThrowIfCancellationRequested();
        if (_speed is { } speed)
        {
            await Task.Delay(delay / speed, _time, Cancel);
            return;
        }

        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _due.Enqueue(due, (_now + delay, _order++));
        }

        Leave();
        if (Cancel.IsCancellationRequested)
        {
            CancelAll();
        }

        await due.Task;
    }

    /// <summary>The person waits for somebody else and is not busy meanwhile.</summary>
    public async Task<T> AsideAsync<T>(Task<T> other)
    {
        if (other.IsCompleted)
        {
            return await other;
        }

        Leave();
        try
        {
            return await other.WaitAsync(Cancel);
        }
        finally
        {
            Enter();
        }
    }

    public void Dispose() => _cancelled.Dispose();

    private void Begin(Func<Task> work) =>
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception fault)
            {
                _onFault(fault);
            }
            finally
            {
                Leave();
            }
        });

    private void Enter() => Interlocked.Increment(ref _busy);

    private void Leave()
    {
        Interlocked.Decrement(ref _busy);
        while (NextDue() is { } next)
        {
            next.TrySetResult();
        }
    }

    private TaskCompletionSource? NextDue()
    {
        lock (_lock)
        {
            var busy = Volatile.Read(ref _busy);
            if (busy >= _atOnce || !_due.TryPeek(out var next, out var at) || (busy > 0 && at.Due > _windowEnd))
            {
                return null;
            }

            _due.Dequeue();
            _now = at.Due > _now ? at.Due : _now;
            if (busy == 0)
            {
                _windowEnd = _now + Window;
            }

            Enter();
            return next;
        }
    }

    private void CancelAll()
    {
        lock (_lock)
        {
            while (_due.TryDequeue(out var waiting, out _))
            {
                waiting.TrySetCanceled(Cancel);
                Enter();
            }
        }
    }
}
