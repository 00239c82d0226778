using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Despatch.Board;

/// <summary>What a watcher finds when it looks: the whole board, because its place is lost, or the changes since.</summary>
/// <param name="Picture">The whole board; null if <paramref name="Changes"/> continue where the watcher was.</param>
/// <param name="Changes">The next changes; empty if there are none yet.</param>
/// <param name="Cursor">The number of the change to look for next.</param>
/// <param name="Position">The position this reaches.</param>
/// <param name="More">Completes when there may be more.</param>
internal readonly record struct WatchStep(BoardPicture? Picture, BoardChange[] Changes, long Cursor, long Position, Task More);

/// <summary>One watcher: a cursor into the board's recent changes. It holds nothing else, however slow its reader is.</summary>
internal sealed class BoardWatch(Board board, Func<BoardChange, bool>? filter)
{
    private int _withheld;

    public async IAsyncEnumerable<WatchItem> RunAsync(long? from, [EnumeratorCancellation] CancellationToken ct)
    {
        var cursor = from is { } position ? await board.CursorAfterAsync(position, ct) : null;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var step = board.Look(cursor);
            cursor = step.Cursor;
            if (step.Picture is { } picture)
            {
                _withheld = 0;
                yield return new WatchItem.Snapshot(picture);
            }
            else if (Pass(step) is { } item)
            {
                yield return item;
            }

            await step.More.WaitAsync(ct);
        }
    }

    private WatchItem.Changes? Pass(WatchStep step)
    {
        var passed = ImmutableArray.CreateBuilder<BoardChange>(step.Changes.Length);
        foreach (var change in step.Changes)
        {
            if (filter is null || filter(change))
            {
                passed.Add(change);
            }
        }

        // Even a watcher who is shown nothing must be able to come back later, so its position moves on now and then.
        _withheld += step.Changes.Length;
        if (passed.Count == 0 && _withheld < board.Options.RecentChanges / 4)
        {
            return null;
        }

        _withheld = 0;
        return new WatchItem.Changes(passed.DrainToImmutable(), step.Position);
    }
}
