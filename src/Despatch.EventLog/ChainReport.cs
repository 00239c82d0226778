namespace Despatch.EventLog;

/// <summary>What a walk along every stream's hash chain found.</summary>
/// <param name="Events">How many events were walked.</param>
/// <param name="Streams">How many streams they belong to.</param>
/// <param name="FirstBreak">The first place, in the order in which the store walks its streams, where the chain does not hold; null when it holds everywhere.</param>
public sealed record ChainReport(long Events, long Streams, ChainBreak? FirstBreak)
{
    /// <summary>Whether no byte was found changed, missing or added.</summary>
    public bool IsIntact => FirstBreak is null;
}

/// <summary>Where a stream's hash chain breaks.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version of the event that is changed, missing or unexpected.</param>
public sealed record ChainBreak(string Stream, long Version);
