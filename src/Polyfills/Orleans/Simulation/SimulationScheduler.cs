using System.Globalization;

namespace Orleans.Simulation;

/// <summary>
/// One thread, one virtual clock, one seed: everything that is ready runs in an order drawn from the seed, and time passes only
/// when nothing is ready. The same seed and the same code give the same run, step by step.
/// </summary>
public sealed class SimulationScheduler : TimeProvider
{
    private const ulong FingerprintPrime = 1099511628211;

    private readonly List<Work> _ready = [];
    private readonly PriorityQueue<SimulationTimer, (long Due, long Order)> _timers = new();
    private readonly List<string> _trace = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ProcessContext _root;
    private DateTimeOffset _now;
    private long _order;
    private volatile string? _strayed;

    public SimulationScheduler(int seed, DateTimeOffset? start = null)
    {
        Seed = seed;
        Random = new Random(seed);
        _now = start ?? new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        _root = new ProcessContext(this, "test");
    }

    public int Seed { get; }

    /// <summary>For test code that wants chance: drawing from here keeps the run repeatable.</summary>
    public Random Random { get; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>A number over every step so far: two runs with the same one took the same steps at the same times.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>Keep every step in <see cref="Trace"/>, to read what happened.</summary>
    public bool RecordTrace { get; set; }

    public IReadOnlyList<string> Trace => _trace;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(_root, callback, state, dueTime, period);

    /// <summary>Runs test code on the simulated thread until it is done, or fails when that takes more than the limit of virtual time.</summary>
    public void RunUntil(Func<Task> code, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        Task? task = null;
        Post(_root, "test", () => task = code());
        RunWhile(() => task?.IsCompleted != true, limit);
        task!.GetAwaiter().GetResult();
    }

    /// <summary>Runs test code that has a result.</summary>
    public T RunUntil<T>(Func<Task<T>> code, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        Task<T>? task = null;
        RunUntil((Func<Task>)(() => task = code()), limit);
        return task!.Result;
    }

    /// <summary>Runs until a task that was started before is done.</summary>
    public void RunUntil(Task task, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        RunWhile(() => !task.IsCompleted, limit);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Starts test code and goes on at once; it runs when the scheduler next does.</summary>
    public Task Start(Func<Task> code)
    {
        var done = new TaskCompletionSource();
        Post(_root, "test", () => _ = Complete(code, done));
        return done.Task;
    }

    /// <summary>Lets virtual time pass, with all that happens in it.</summary>
    public void Advance(TimeSpan by)
    {
        var end = _now + by;
        while (Step(end))
        {
        }

        _now = end;
    }

    internal void Post(ProcessContext process, string name, Action run, bool inContext = true)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // Thrown here it would end the process or be swallowed, so the next step throws it.
            _strayed = $"Work of '{process.Name}' ({name}) left the simulated thread: something used the thread pool.";
            return;
        }

        _ready.Add(new Work(process, name, run, inContext));
    }

    internal ITimer CreateTimer(ProcessContext process, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulationTimer(this, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Arm(SimulationTimer timer, TimeSpan dueTime)
    {
        timer.Due = _now.UtcTicks + dueTime.Ticks;
        timer.Version++;
        _timers.Enqueue(timer, (timer.Due, ++_order));
    }

    private static async Task Complete(Func<Task> code, TaskCompletionSource done)
    {
        try
        {
            await code();
            done.SetResult();
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void RunWhile(Func<bool> goOn, TimeSpan? limit)
    {
        var end = _now + (limit ?? TimeSpan.FromDays(1));
        while (goOn())
        {
            if (!Step(end))
            {
                throw new TimeoutException($"Not done by {_now:O} in virtual time (seed {Seed}, step {Steps}).");
            }
        }
    }

    private bool Step(DateTimeOffset end)
    {
        if (_strayed is not null)
        {
            throw new InvalidOperationException(_strayed);
        }

        if (_ready.Count == 0 && !MakeDueReady(end.UtcTicks))
        {
            return false;
        }

        var index = Random.Next(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (!work.Process.Dead)
        {
            Record(work);
            Run(work);
        }

        return true;
    }

    private bool MakeDueReady(long end)
    {
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= end)
        {
            // All of one moment at once, so that the seed has them to choose from.
            if (_ready.Count > 0 && at.Due > _now.UtcTicks)
            {
                break;
            }

            _timers.Dequeue();
            if (timer.IsDue(at.Due))
            {
                _now = new DateTimeOffset(Math.Max(at.Due, _now.UtcTicks), TimeSpan.Zero);
                timer.BecomeReady();
            }
        }

        return _ready.Count > 0;
    }

    private void Record(Work work)
    {
        Steps++;
        var hash = (Fingerprint ^ (ulong)_now.UtcTicks) * FingerprintPrime;
        foreach (var c in work.Name)
        {
            hash = (hash ^ c) * FingerprintPrime;
        }

        Fingerprint = hash;
        if (RecordTrace)
        {
            _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{_now:HH:mm:ss.fffffff} {work.Process.Name}: {work.Name}"));
        }
    }

    private static void Run(Work work)
    {
        // Turns of grains must see no context of a process, or their continuations would leave their activation.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(work.InContext ? work.Process : null);
        try
        {
            work.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private sealed record Work(ProcessContext Process, string Name, Action Run, bool InContext);
}
