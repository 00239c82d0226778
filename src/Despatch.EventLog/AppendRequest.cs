using System.Collections.Immutable;

namespace Despatch.EventLog;

/// <summary>An event that is not written yet. Immutable; the bytes must not be changed by anybody once it is given to a log.</summary>
/// <param name="Name">The stored name: a literal such as <c>incident.opened.v1</c>, at most <see cref="AppendLimits.NameLength"/> characters.</param>
/// <param name="Data">The encoded event (see <see cref="EventCodec"/>), at most <see cref="AppendLimits.DataBytes"/> bytes.</param>
/// <param name="Tags">Words the event is found by later, such as <c>phone:+442079460000</c>; empty or default for none.</param>
public sealed record NewEvent(string Name, ReadOnlyMemory<byte> Data, ImmutableArray<string> Tags);

/// <summary>What one append adds to one stream.</summary>
/// <param name="Stream">The stream, such as <c>incident/4711-2026-11-21</c>; compared byte for byte, never folded.</param>
/// <param name="ExpectedVersion">The version of the stream's last event as the writer knows it; 0 says the stream must not exist.
/// The first event of a stream has version 1.</param>
/// <param name="Events">One event or more, in order.</param>
public sealed record StreamWrite(string Stream, long ExpectedVersion, ImmutableArray<NewEvent> Events);

/// <summary>A command's id with the first answer given to it, written in the same transaction as the command's events.</summary>
/// <param name="Id">The id the client made.</param>
/// <param name="Fingerprint">A digest of the command's content, so that one id reused for another command is told from a retry.</param>
/// <param name="Answer">The encoded first answer, returned again to every retry.</param>
public sealed record CommandRecord(string Id, string Fingerprint, ReadOnlyMemory<byte> Answer);

/// <summary>One append: all of it is written or none of it, over all its streams.</summary>
/// <param name="Writes">One write a stream; a stream appears once at most.</param>
/// <param name="Command">The command that caused it, when it came from one.</param>
public sealed record AppendRequest(ImmutableArray<StreamWrite> Writes, CommandRecord? Command);
