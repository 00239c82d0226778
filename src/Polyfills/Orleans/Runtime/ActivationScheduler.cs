namespace Orleans.Runtime;

/// <summary>Runs everything of one activation, one thing after the other, continuations included.</summary>
internal sealed class ActivationScheduler(Activation activation, Executor executor) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Queue<Task> _tasks = new();
    private bool _posted;

    /// <summary>After a crash nothing of it ever runs again.</summary>
    public bool Dead { get; set; }

    public override int MaximumConcurrencyLevel => 1;

    public void Run(Action action) => new Task(action).Start(this);

    public void Execute()
    {
        var outer = Activation.Current;
        Activation.Current = activation;
        try
        {
            for (var i = 0; i < executor.Batch; i++)
            {
                Task? task;
                lock (_tasks)
                {
                    if (Dead || !_tasks.TryDequeue(out task))
                    {
                        _posted = false;
                        return;
                    }
                }

                TryExecuteTask(task);
            }
        }
        finally
        {
            Activation.Current = outer;
        }

        executor.Post(this, activation);
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            if (Dead)
            {
                return;
            }

            _tasks.Enqueue(task);
            if (_posted)
            {
                return;
            }

            _posted = true;
        }

        executor.Post(this, activation);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Activation.Current == activation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }
}
