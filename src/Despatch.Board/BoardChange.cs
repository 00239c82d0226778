using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Board;

/// <summary>
/// One change of the board, with the rows as they are after it. Immutable. A closed set: these four and no other.
/// Applied twice, a change leaves the same picture as applied once.
/// </summary>
public abstract record BoardChange
{
    private BoardChange(long position) => Position = position;

    /// <summary>The log's position as of this change. Changes of fixes have no position of their own and carry the last one.</summary>
    public long Position { get; }

    /// <summary>An incident changed. It has left the board if it is closed now: this is its last state.</summary>
    /// <param name="Position">The position of the fact.</param>
    /// <param name="Incident">The incident after it.</param>
    public sealed record IncidentChanged(long Position, IncidentState Incident) : BoardChange(Position);

    /// <summary>A unit changed. It has left the board if it is off duty now: this is its last state.</summary>
    /// <param name="Position">The position of the fact.</param>
    /// <param name="Unit">The unit after it.</param>
    public sealed record UnitChanged(long Position, UnitRow Unit) : BoardChange(Position);

    /// <summary>Something else that can be late changed: a contact. It has left the board if it is open no longer: this is its last state.</summary>
    /// <param name="Position">The position of the fact.</param>
    /// <param name="Key">Its stream name and grain key.</param>
    /// <param name="Row">Its state after the fact.</param>
    public sealed record ClockedChanged(long Position, string Key, IClocked Row) : BoardChange(Position);

    /// <summary>Units moved.</summary>
    /// <param name="Position">The board's position at that moment; several may carry the same one.</param>
    /// <param name="Units">Each unit that moved, once, of all pods: who shows one pod only takes its own from it.</param>
    public sealed record FixesMoved(long Position, ImmutableArray<UnitRow> Units) : BoardChange(Position);
}

/// <summary>What a watcher of the board receives. A closed set: these two and no other.</summary>
public abstract record WatchItem
{
    private WatchItem()
    {
    }

    /// <summary>The whole board: forget everything received before.</summary>
    /// <param name="Picture">The board; changes after its position follow.</param>
    public sealed record Snapshot(BoardPicture Picture) : WatchItem;

    /// <summary>What changed since the last item, oldest first.</summary>
    /// <param name="Items">The changes the watcher's filter let through; may be empty, when only the position has to move on.</param>
    /// <param name="Position">The position to watch from after a break: every change up to it was delivered or filtered out.</param>
    public sealed record Changes(ImmutableArray<BoardChange> Items, long Position) : WatchItem;
}
