using Grpc.Core;

namespace Despatch.Gateway.Commands;

/// <summary>
/// Carries out what comes up one stream: the items of one key (a unit, an incident) in their order, those of several keys at once, so many
/// at a time. An item that throws ends the stream: later ones of its key must not overtake it, and the client sends again what was not
/// answered. For one reader.
/// </summary>
internal sealed class InOrder(int concurrency) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(concurrency);
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads until the client has said all and every item that was queued is done.</summary>
    /// <param name="items">What the client says.</param>
    /// <param name="take">Deals with one item, or queues it.</param>
    /// <param name="ct">Ends it before.</param>
    public async Task RunAsync<T>(IAsyncStreamReader<T> items, Func<T, CancellationToken, Task> take, CancellationToken ct)
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (await NextAsync(items, end.Token))
            {
                await take(items.Current, end.Token);
            }

            await Task.WhenAll(_last.Values);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(_last.Values);
        }

        if (_failed.Task.IsCompleted)
        {
            await _failed.Task;
        }
    }

    /// <summary>Puts an item behind the earlier ones of its key; returns once there is a place for it.</summary>
    public async Task QueueAsync(string key, Func<Task> run, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        var task = RunAsync(_last.GetValueOrDefault(key, Task.CompletedTask), run);
        _last[key] = task;
        if (_last.Count > 2 * concurrency)
        {
            // A stream that lasts for days meets many keys; at most half of these are under way.
            foreach (var (done, _) in _last.Where(static entry => entry.Value.IsCompleted).ToArray())
            {
                _last.Remove(done);
            }
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Whether there is another item; one that failed meanwhile ends the wait for it.</summary>
    private async Task<bool> NextAsync<T>(IAsyncStreamReader<T> items, CancellationToken ct)
    {
        var next = items.MoveNext(ct);
        if (!next.IsCompleted)
        {
            await Task.WhenAny(next, _failed.Task);
        }

        if (_failed.Task.IsCompleted)
        {
            await _failed.Task;
        }

        return await next;
    }

    private async Task RunAsync(Task before, Func<Task> run)
    {
        try
        {
            await before;
            if (_failed.Task.IsCompleted)
            {
                // A later item must not overtake one that may still be carried out: both are sent again.
                return;
            }

            await run();
        }
#pragma warning disable CA1031 // It ends the stream from the reading side.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _failed.TrySetException(fault);
        }
        finally
        {
            _slots.Release();
        }
    }
}
