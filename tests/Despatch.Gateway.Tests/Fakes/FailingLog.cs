using Despatch.EventLog;

namespace Despatch.Gateway.Tests.Fakes;

/// <summary>A log that can fail after it has written, as one whose answer was lost.</summary>
internal sealed class FailingLog(IEventLog inner) : IEventLog
{
    public bool FailAfter { get; set; }

    public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        var result = await inner.AppendAsync(request, ct);
        return FailAfter ? throw new EventLogException(EventLogFault.StoreUnavailable, isTransient: true, "gone, says the test") : result;
    }

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadStreamAsync(string stream, long afterVersion, int maxCount, CancellationToken ct) =>
        inner.ReadStreamAsync(stream, afterVersion, maxCount, ct);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct) =>
        inner.ReadAsync(afterPosition, maxCount, ct);

    public IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowAsync(long afterPosition, CancellationToken ct) => inner.FollowAsync(afterPosition, ct);

    public ValueTask<DoneCommand?> FindCommandAsync(string commandId, CancellationToken ct) => inner.FindCommandAsync(commandId, ct);

    public ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct) => inner.FindAsync(tag, maxCount, ct);

    public ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct) =>
        inner.FindAnyAsync(tags, maxCountEach, ct);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct) =>
        inner.ReadBeginningsAsync(streams, names, maxCountEach, ct);

    public ValueTask<long> LastPositionAsync(CancellationToken ct) => inner.LastPositionAsync(ct);

    public ValueTask<ChainReport> VerifyAsync(CancellationToken ct) => inner.VerifyAsync(ct);
}
