namespace Despatch.Board;

/// <summary>What may be set of a board. Immutable. The defaults are ours unless a source is named.</summary>
public sealed record BoardOptions
{
    /// <summary>
    /// How many changes are kept for watchers who fall behind or come back; older ones are made good by a snapshot. 65,536 is 13 seconds
    /// of a storm of 5,000 events a second and about an hour of an ordinary day, in some 15 to 30 MB.
    /// </summary>
    public int RecentChanges { get; init; } = 65_536;

    /// <summary>The most changes in one <see cref="WatchItem.Changes"/>.</summary>
    public int ChangesPerItem { get; init; } = 1_024;

    /// <summary>
    /// How often watchers are woken at most, so that a storm of changes costs every console forty items a second and not hundreds.
    /// The first change after a quiet moment is told at once; so at an even rate of changes one waits this long at most, half of the 50 ms in
    /// which an event is to be on every board (issue 3). Zero: at every change.
    /// </summary>
    public TimeSpan WatchPace { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long a watcher who knows a later position than this board waits for it to catch up before it gets a snapshot.</summary>
    public TimeSpan WatchCatchUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A fix older than this says nothing about where a unit is now. 2 minutes are 24 missed reports of one each 5 s (DESIGN.md).
    /// </summary>
    public TimeSpan StaleFix { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The most units a recommendation explains that it does not offer: of those whose place is known, and of those whose is not.
    /// </summary>
    public int PassedOver { get; init; } = 20;

    /// <summary>How long the follower waits after a fault of the log before it tries again: the first time; it doubles each time.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the follower asks the log whether the board is level with it; a picture's age counts from the last yes.</summary>
    public TimeSpan LevelCheck { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the board is kept for the next start, if it has moved by <see cref="KeepEvery"/>.</summary>
    public TimeSpan KeepPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far, in positions, the kept board may lag behind: the next start reads that many events and those of a pause more. 10,000 are
    /// folded in some tenths of a second.
    /// </summary>
    public long KeepEvery { get; init; } = 10_000;
}
