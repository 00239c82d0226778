namespace Despatch.EventLog;

/// <summary>An event as it stands in the log. Immutable; readers may share its bytes and must not change them.</summary>
/// <param name="Position">Its place in the order of the whole log: rising, from 1, not always without gaps.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its place in its stream: 1, 2, 3 and so on without gaps.</param>
/// <param name="Name">The stored name, such as <c>incident.opened.v1</c>.</param>
/// <param name="At">When it was appended by the log's clock, in UTC, to the microsecond.</param>
/// <param name="Data">The encoded event.</param>
/// <param name="Hash">32 bytes: see <see cref="EventHash"/>.</param>
public sealed record LoggedEvent(
    long Position, string Stream, long Version, string Name, DateTimeOffset At, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Hash)
{
    private object? _decoded;

    // A copy may be given other bytes: it does not take along what the first were decoded to.
    private LoggedEvent(LoggedEvent other) => (Position, Stream, Version, Name, At, Data, Hash) = other;

    /// <summary>
    /// What it was decoded to, if it was, by <see cref="EventCodec.Decode(LoggedEvent)"/>: the silos of one process follow the log by the very
    /// same objects, and each would decode them anew. Two that decode it at once put the same there.
    /// </summary>
    internal object? Decoded
    {
        get => Volatile.Read(ref _decoded);
        set => Volatile.Write(ref _decoded, value);
    }

    /// <inheritdoc/>
    public bool Equals(LoggedEvent? other) =>
        other is not null && Position == other.Position && Version == other.Version && At == other.At && Data.Equals(other.Data) && Hash.Equals(other.Hash)
        && string.Equals(Stream, other.Stream, StringComparison.Ordinal) && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Position, Stream, Version);
}

/// <summary>A command that was appended, with its first answer.</summary>
/// <param name="Command">The record as first written.</param>
/// <param name="Position">The position of the last event appended with it.</param>
public sealed record DoneCommand(CommandRecord Command, long Position);
