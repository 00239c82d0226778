using Grpc.Core;

namespace Despatch.Scenarios.Running;

/// <summary>What one stream from the gateway has brought so far. Somebody may wait until it shows something. Thread-safe.</summary>
internal sealed class Received<T>(IAsyncStreamReader<T> stream)
{
    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<(Func<IReadOnlyList<T>, bool> Holds, TaskCompletionSource Done)> _waiting = [];

    /// <summary>All items so far.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    /// <summary>Reads until the stream ends or is ended.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            while (await stream.MoveNext(ct))
            {
                Take(stream.Current);
            }
        }
        catch (Exception end) when (ct.IsCancellationRequested && end is RpcException or OperationCanceledException)
        {
            // The script is over.
        }
    }

    /// <summary>Completes when something holds of the items; says what was waited for if it never does.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<T>, bool> holds, string what)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (holds(_items))
            {
                return;
            }

            _waiting.Add((holds, done));
        }

        try
        {
            await done.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what}. The latest that came:\n{string.Join('\n', Items.TakeLast(3))}");
        }
    }

    private void Take(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            foreach (var (_, done) in _waiting.Where(w => w.Holds(_items)).ToList())
            {
                done.TrySetResult();
            }

            _waiting.RemoveAll(static w => w.Done.Task.IsCompleted);
        }
    }
}
