using System.Runtime.CompilerServices;
using Despatch.EventLog;

namespace Despatch.Grains.Tests.Support;

/// <summary>
/// A log in memory. Everything is done at once and on the caller's thread, unless a hook makes the store slow or lets it fail.
/// Thread-safe.
/// </summary>
public sealed class MemoryEventLog(MemoryStore store, TimeProvider clock) : IEventLog
{
    private const int FollowBatch = 100;

    private volatile bool _closed;

    /// <summary>
    /// Carries out an append: may call the function late, never (nothing is written), or call it and fail all the same (written, but
    /// the caller does not know).
    /// </summary>
    public Func<AppendRequest, Func<AppendResult>, Task<AppendResult>>? Appending { get; set; }

    /// <summary>Waits before every read of a stream, or fails; told the stream's name, empty for other reads.</summary>
    public Func<string, Task>? Reading { get; set; }

    /// <summary>A transient fault, as a store has it that is gone for a moment.</summary>
    public static EventLogException Fault() =>
        new(EventLogFault.StoreUnavailable, isTransient: true, "The store is gone for a moment, says the test.");

    public void Close()
    {
        _closed = true;
        store.Wake();
    }

    public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        AppendChecks.Check(request);
        Ready(ct);
        return Appending is { } hook ? await hook(request, Commit) : Commit();

        AppendResult Commit() => store.Append(request, clock.GetUtcNow());
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadStreamAsync(string stream, long afterVersion, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckStream(stream);
        AppendChecks.CheckRange(afterVersion, maxCount);
        await ReadyToRead(stream, ct);
        return store.Stream(stream, afterVersion, maxCount);
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckRange(afterPosition, maxCount);
        await ReadyToRead("", ct);
        return store.All(afterPosition, maxCount);
    }

    public IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowAsync(long afterPosition, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        return Follow(afterPosition, ct);
    }

    public async ValueTask<DoneCommand?> FindCommandAsync(string commandId, CancellationToken ct)
    {
        AppendChecks.CheckCommandId(commandId);
        await ReadyToRead("", ct);
        return store.Command(commandId);
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckTag(tag);
        AppendChecks.CheckRange(0, maxCount);
        await ReadyToRead("", ct);
        return store.Tagged(tag, maxCount);
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckTags(tags, maxCountEach);
        await ReadyToRead("", ct);
        return [.. tags.SelectMany(tag => store.Tagged(tag, maxCountEach)).DistinctBy(e => e.Position).OrderByDescending(e => e.Position)];
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckBeginnings(streams, names, maxCountEach);
        await ReadyToRead("", ct);
        return
        [
            .. streams.Distinct(StringComparer.Ordinal).SelectMany(stream => store.Stream(stream, 0, maxCountEach))
                .Where(e => names.Contains(e.Name, StringComparer.Ordinal)),
        ];
    }

    public async ValueTask<long> LastPositionAsync(CancellationToken ct)
    {
        await ReadyToRead("", ct);
        return store.LastPosition;
    }

    public async ValueTask<ChainReport> VerifyAsync(CancellationToken ct)
    {
        await ReadyToRead("", ct);
        return store.Verify();
    }

    private async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> Follow(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            Ready(ct);
            var moved = store.Moved;
            var batch = store.All(after, FollowBatch);
            if (batch.Count == 0)
            {
                await moved.WaitAsync(ct);
                continue;
            }

            after = batch[^1].Position;
            yield return batch;
        }
    }

    private void Ready(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new EventLogException(EventLogFault.Closed, isTransient: false, "The log was closed.");
        }
    }

    private Task ReadyToRead(string stream, CancellationToken ct)
    {
        Ready(ct);
        return Reading?.Invoke(stream) ?? Task.CompletedTask;
    }
}
