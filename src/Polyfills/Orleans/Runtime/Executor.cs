namespace Orleans.Runtime;

/// <summary>Runs the work of a cluster: on the thread pool, or, in a simulation, on one thread in a seeded order.</summary>
internal abstract class Executor
{
    public static Executor Pool { get; } = new PoolExecutor();

    public abstract Random Random { get; }

    /// <summary>Turns an activation may run before others get their chance.</summary>
    public abstract int Batch { get; }

    /// <summary>
    /// How the waiting for an answer goes on: never on the stack of whoever answers. In a simulation that would send what waits for
    /// several answers to the thread pool, and there everything that waits has a context to go on in.
    /// </summary>
    public virtual TaskCreationOptions Continuations => TaskCreationOptions.RunContinuationsAsynchronously;

    public abstract void Post(IThreadPoolWorkItem work, object owner);

    /// <summary>Carries a frame to its receiver, now or later, once, twice or never.</summary>
    public abstract void Deliver(Endpoint from, Endpoint to, byte[] frame);

    private sealed class PoolExecutor : Executor
    {
        public override Random Random => Random.Shared;

        public override int Batch => 128;

        public override void Post(IThreadPoolWorkItem work, object owner) =>
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

        public override void Deliver(Endpoint from, Endpoint to, byte[] frame) => to.Enqueue(frame);
    }
}
