namespace Despatch.EventLog;

/// <summary>
/// The append-only log of every fact, which decides who was first. Thread-safe. Every method may throw
/// <see cref="EventLogException"/> for a fault of the store, <see cref="ArgumentException"/> (naming the parameter) for a
/// request no store could take, and <see cref="OperationCanceledException"/>.
/// </summary>
public interface IEventLog
{
    /// <summary>
    /// Appends all of the request or none of it, and answers once that is durable. Conflicts and repeated command ids are
    /// answers, not exceptions. Cancelling stops the wait, not always the write: after a cancellation, or a transient
    /// <see cref="EventLogException"/>, ask <see cref="FindCommandAsync"/> or send the same command id again.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct);

    /// <summary>Reads up to <paramref name="maxCount"/> events of one stream, in version order, after a version (0: from its start).</summary>
    ValueTask<IReadOnlyList<LoggedEvent>> ReadStreamAsync(string stream, long afterVersion, int maxCount, CancellationToken ct);

    /// <summary>Reads up to <paramref name="maxCount"/> events of the whole log, in position order, after a position (0: from the start).</summary>
    ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct);

    /// <summary>
    /// Every committed event after a position, in position order, each once, in non-empty batches; waits at the end of the
    /// log for the next commit and ends only by cancellation, by a fault, or when the log is closed (code <c>closed</c>).
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowAsync(long afterPosition, CancellationToken ct);

    /// <summary>The command of this id if it was appended, with its first answer; null when it was not.</summary>
    ValueTask<DoneCommand?> FindCommandAsync(string commandId, CancellationToken ct);

    /// <summary>Up to <paramref name="maxCount"/> events that carry a tag, newest first.</summary>
    ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct);

    /// <summary>
    /// In one read, what <see cref="FindAsync"/> finds under each of several tags: of each up to <paramref name="maxCountEach"/>, the newest;
    /// an event that carries several of them once; all newest first. Meant for some dozens of tags.
    /// </summary>
    ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct);

    /// <summary>
    /// In one read, of the first <paramref name="maxCountEach"/> events of each of several streams those that bear one of the names: stream by
    /// stream, in version order. Streams that do not exist give nothing; one asked for twice is read once. Meant for some dozens of streams.
    /// </summary>
    ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct);

    /// <summary>The position of the last committed event; 0 when the log is empty.</summary>
    ValueTask<long> LastPositionAsync(CancellationToken ct);

    /// <summary>
    /// Walks every stream's hash chain, reading the whole log: minutes for a large one. Appends go on meanwhile; what they
    /// add after the call began need not be walked.
    /// </summary>
    ValueTask<ChainReport> VerifyAsync(CancellationToken ct);
}
