namespace Despatch.Grains.Snapshots;

/// <summary>When snapshots are written. Immutable. The figures are ours: a page of the log is read in about the time of one snapshot.</summary>
public sealed record SnapshotOptions
{
    /// <summary>While a grain is active: after so many events since the last one.</summary>
    public int Every { get; init; } = 500;

    /// <summary>When a grain is deactivated: if so many events would have to be read again. Most incidents never come to so many.</summary>
    public int AtTheEnd { get; init; } = 25;
}
