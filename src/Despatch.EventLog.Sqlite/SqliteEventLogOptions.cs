namespace Despatch.EventLog.Sqlite;

/// <summary>Settings of the embedded log. Immutable.</summary>
public sealed record SqliteEventLogOptions
{
    /// <summary>The file. Its folder must exist; beside it lie <c>-wal</c>, <c>-shm</c> and <c>.lock</c>, which are part of it.</summary>
    public required string Path { get; init; }

    /// <summary>Appends that share one transaction and one sync at most.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>Appends that may wait for the writer; beyond it callers wait their turn to wait.</summary>
    public int MaxWaiting { get; init; } = 4_096;

    /// <summary>Connections that read at once.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Newest events kept in memory for followers.</summary>
    public int RecentEvents { get; init; } = 8_192;

    /// <summary>Bytes of event data kept in memory for followers.</summary>
    public long RecentBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How large the file may grow, in bytes; an append beyond it fails with <c>disk-full</c>. Null: as the disk allows.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>How long to wait for another user of the file, such as a backup.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws an <see cref="ArgumentException"/> that names the setting which makes no sense.</summary>
    internal void Check()
    {
        Ensure(!string.IsNullOrWhiteSpace(Path), nameof(Path));
        Ensure(MaxBatch >= 1, nameof(MaxBatch));
        Ensure(MaxWaiting >= 1, nameof(MaxWaiting));
        Ensure(Readers >= 1, nameof(Readers));
        Ensure(RecentEvents >= 0, nameof(RecentEvents));
        Ensure(RecentBytes >= 0, nameof(RecentBytes));
        Ensure(MaxFileBytes is null or > 0, nameof(MaxFileBytes));
        Ensure(BusyTimeout >= TimeSpan.Zero, nameof(BusyTimeout));
    }

    private static void Ensure(bool holds, string setting)
    {
        if (!holds)
        {
            throw new ArgumentException("The setting is missing or out of its range.", setting);
        }
    }
}
