namespace Despatch.Board;

/// <summary>
/// The newest changes in order, each with a rising number, shared by all watchers; old ones are overwritten. Not thread-safe: the
/// board's lock guards it.
/// </summary>
internal sealed class RecentChanges(int capacity)
{
    private readonly BoardChange[] _ring = new BoardChange[capacity];

    /// <summary>The earliest position from which nothing that came after is lost.</summary>
    private long _floor;

    /// <summary>The number that the next change will have.</summary>
    public long Next { get; private set; }

    private long Oldest => Math.Max(0, Next - _ring.Length);

    /// <summary>There are no changes up to this position: whoever comes back from before it has missed some.</summary>
    public void BeginAt(long position) => _floor = position;

    public void Add(BoardChange change)
    {
        ref var slot = ref _ring[Next % _ring.Length];
        if (slot is not null)
        {
            // A watcher at the position of lost fixes may or may not have seen them.
            _floor = slot is BoardChange.FixesMoved ? slot.Position + 1 : slot.Position;
        }

        slot = change;
        Next++;
    }

    /// <summary>Whether the change of this number, and all after it, are still here.</summary>
    public bool Holds(long number) => number >= Oldest;

    /// <summary>Up to so many changes from a number on.</summary>
    public BoardChange[] From(long number, int maxCount)
    {
        var changes = new BoardChange[(int)Math.Min(maxCount, Next - number)];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = At(number + i);
        }

        return changes;
    }

    /// <summary>
    /// The number to go on from for a watcher who has every fact up to a position; null if changes after it are lost. Fixes that moved
    /// at that very position are given again, since nobody knows whether the watcher has them.
    /// </summary>
    public long? After(long position)
    {
        if (position < _floor)
        {
            return null;
        }

        var (low, high) = (Oldest, Next);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(middle).Position < position ? (middle + 1, high) : (low, middle);
        }

        return low < Next && At(low) is not BoardChange.FixesMoved && At(low).Position == position ? low + 1 : low;
    }

    private BoardChange At(long number) => _ring[number % _ring.Length];
}
