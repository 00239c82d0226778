using System.Runtime.ExceptionServices;
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
    private readonly CancellationTokenSource _stop = new();
    private ExceptionDispatchInfo? _failed;

    /// <summary>Reads until the client has said all and every item that was queued is done.</summary>
    /// <param name="items">What the client says.</param>
    /// <param name="take">Deals with one item, or queues it.</param>
    /// <param name="ct">Ends it before.</param>
    public async Task RunAsync<T>(IAsyncStreamReader<T> items, Func<T, CancellationToken, Task> take, CancellationToken ct)
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        try
        {
            while (await items.MoveNext(end.Token))
            {
                await take(items.Current, end.Token);
            }

            await Task.WhenAll(_last.Values);
        }
        catch (Exception) when (Volatile.Read(ref _failed) is not null)
        {
            // An item failed meanwhile, which ended the wait for the next: the item's fault is thrown.
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(_last.Values);
        }

        Volatile.Read(ref _failed)?.Throw();
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

    public void Dispose()
    {
        _slots.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(Task before, Func<Task> run)
    {
        try
        {
            await before;
            if (Volatile.Read(ref _failed) is not null)
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
            Interlocked.CompareExchange(ref _failed, ExceptionDispatchInfo.Capture(fault), null);
            await _stop.CancelAsync();
        }
        finally
        {
            _slots.Release();
        }
    }
}
