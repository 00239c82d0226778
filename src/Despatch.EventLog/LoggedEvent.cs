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
    long Position, string Stream, long Version, string Name, DateTimeOffset At, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Hash);

/// <summary>A command that was appended, with its first answer.</summary>
/// <param name="Command">The record as first written.</param>
/// <param name="Position">The position of the last event appended with it.</param>
public sealed record DoneCommand(CommandRecord Command, long Position);
