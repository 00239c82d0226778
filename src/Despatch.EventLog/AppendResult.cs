namespace Despatch.EventLog;

/// <summary>What became of an append. A closed set: these three and no other.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>Written and durable.</summary>
    /// <param name="FirstPosition">The position of the request's first event.</param>
    /// <param name="LastPosition">The position of its last event. Positions of other appends may lie between the two.</param>
    public sealed record Appended(long FirstPosition, long LastPosition) : AppendResult;

    /// <summary>Nothing was written, because somebody else wrote first: reload and decide again.</summary>
    /// <param name="Stream">The first stream of the request that is not at its expected version.</param>
    /// <param name="ExpectedVersion">What the request expected.</param>
    /// <param name="ActualVersion">What the stream is at; 0 when it does not exist.</param>
    public sealed record Conflict(string Stream, long ExpectedVersion, long ActualVersion) : AppendResult;

    /// <summary>
    /// Nothing was written, because this command id was appended before. Told before any version is looked at, so a retry
    /// gets its first answer however far the streams have moved on.
    /// </summary>
    /// <param name="First">The record as first written; compare its fingerprint to tell a retry from a reused id.</param>
    /// <param name="Position">The position of the last event of that first append.</param>
    public sealed record AlreadyDone(CommandRecord First, long Position) : AppendResult;
}
