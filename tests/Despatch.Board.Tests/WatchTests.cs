using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board.Tests;

public sealed class WatchTests
{
    private readonly Ledger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_new_watcher_gets_a_snapshot_and_then_what_changes()
    {
        _ledger.Open(1);
        var board = _ledger.Board();
        await using var watch = board.Watch(null, null, Ct).GetAsyncEnumerator(Ct);
        var picture = Assert.IsType<WatchItem.Snapshot>(await NextAsync(watch)).Picture;
        Assert.Single(picture.Incidents);
        board.Apply([_ledger.Graded(1, Grade.Extended)]);
        var changes = Assert.IsType<WatchItem.Changes>(await NextAsync(watch));
        var change = Assert.IsType<BoardChange.IncidentChanged>(Assert.Single(changes.Items));
        Assert.Equal((2, Grade.Extended), (change.Position, change.Incident.Grade));
        Assert.Equal(2, changes.Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_who_comes_back_gets_exactly_what_it_missed()
    {
        for (var i = 1; i <= 10; i++)
        {
            _ledger.Open(i);
        }

        var board = _ledger.Board();
        Assert.Equal([5, 6, 7, 8, 9, 10], (await FirstAsync(board, 4)).Items.Select(c => c.Position));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (await FirstAsync(board, 0)).Items.Select(c => c.Position));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_who_missed_nothing_waits_for_the_next_change()
    {
        _ledger.Open(1);
        var board = _ledger.Board();
        await using var watch = board.Watch(1, null, Ct).GetAsyncEnumerator(Ct);
        var next = watch.MoveNextAsync();
        Assert.False(next.IsCompleted);
        board.Apply([_ledger.Open(2)]);
        Assert.True(await next);
        Assert.Equal(2, Assert.IsType<WatchItem.Changes>(watch.Current).Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_who_was_away_too_long_gets_a_snapshot()
    {
        for (var i = 1; i <= 10; i++)
        {
            _ledger.Open(i);
        }

        var board = _ledger.Board(new BoardOptions { RecentChanges = 4, WatchPace = TimeSpan.Zero });
        Assert.Equal([7, 8, 9, 10], (await FirstAsync(board, 6)).Items.Select(c => c.Position));
        await using var watch = board.Watch(5, null, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(10, Assert.IsType<WatchItem.Snapshot>(await NextAsync(watch)).Picture.Incidents.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_slow_watcher_gets_a_new_snapshot_instead_of_a_queue()
    {
        var board = _ledger.Board(new BoardOptions { RecentChanges = 8, WatchPace = TimeSpan.Zero });
        await using var watch = board.Watch(null, null, Ct).GetAsyncEnumerator(Ct);
        Assert.IsType<WatchItem.Snapshot>(await NextAsync(watch));
        for (var i = 1; i <= 100; i++)
        {
            board.Apply([_ledger.Open(i)]);
        }

        Assert.Equal(100, Assert.IsType<WatchItem.Snapshot>(await NextAsync(watch)).Picture.Incidents.Count);
        board.Apply([_ledger.Closed(1)]);
        Assert.Equal(101, Assert.IsType<WatchItem.Changes>(await NextAsync(watch)).Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task Many_changes_come_in_items_of_a_bounded_size()
    {
        for (var i = 1; i <= 10; i++)
        {
            _ledger.Open(i);
        }

        var board = _ledger.Board(new BoardOptions { ChangesPerItem = 4, WatchPace = TimeSpan.Zero });
        await using var watch = board.Watch(0, null, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(4, Assert.IsType<WatchItem.Changes>(await NextAsync(watch)).Position);
        Assert.Equal(8, Assert.IsType<WatchItem.Changes>(await NextAsync(watch)).Position);
        Assert.Equal(10, Assert.IsType<WatchItem.Changes>(await NextAsync(watch)).Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_leaves_the_board_is_told_once_more_in_its_last_state()
    {
        _ledger.Open(1);
        _ledger.BookedOn("AS21");
        _ledger.Closed(1);
        _ledger.BookedOff("AS21");
        var changes = await FirstAsync(_ledger.Board(), 2);
        Assert.True(Assert.IsType<BoardChange.IncidentChanged>(changes.Items[0]).Incident.IsClosed);
        Assert.Equal(UnitStatus.OffDuty, Assert.IsType<BoardChange.UnitChanged>(changes.Items[1]).Unit.State.Status);
    }

    [Fact(Timeout = 30_000)]
    public async Task Units_that_moved_come_once_each_with_their_newest_fix()
    {
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        await using var watch = board.Watch(1, null, Ct).GetAsyncEnumerator(Ct);
        var first = _ledger.FixAt(Ledger.North(10), TimeSpan.FromSeconds(1));
        var second = _ledger.FixAt(Ledger.North(20), TimeSpan.FromSeconds(2));
        board.ApplyFixes([new("AS21", first), new("AS21", second)]);
        var moved = Assert.IsType<BoardChange.FixesMoved>(Assert.Single(Assert.IsType<WatchItem.Changes>(await NextAsync(watch)).Items));
        Assert.Equal(second, Assert.Single(moved.Units).Fix);
        Assert.Equal(1, moved.Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task Fixes_at_the_very_position_of_the_break_are_told_again()
    {
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        board.ApplyFixes([new("AS21", _ledger.FixAt(Ledger.North(10), TimeSpan.FromSeconds(1)))]);
        board.Apply([_ledger.Open(1)]);
        var changes = await FirstAsync(board, 1);
        Assert.IsType<BoardChange.FixesMoved>(changes.Items[0]);
        Assert.IsType<BoardChange.IncidentChanged>(changes.Items[1]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_filter_lets_through_what_the_watcher_shows_and_the_position_moves_on_all_the_same()
    {
        var board = _ledger.Board(new BoardOptions { RecentChanges = 8, WatchPace = TimeSpan.Zero });
        await using var watch = board
            .Watch(0, c => c is BoardChange.IncidentChanged { Incident.Place.Pod: "SE" }, Ct).GetAsyncEnumerator(Ct);
        board.Apply([_ledger.Open(1), _ledger.Open(2, "SE"), _ledger.Open(3)]);
        var changes = Assert.IsType<WatchItem.Changes>(await NextAsync(watch));
        Assert.Equal(2, Assert.Single(changes.Items).Position);
        Assert.Equal(3, changes.Position);
        var next = watch.MoveNextAsync();
        board.Apply([_ledger.Open(4), _ledger.Open(5)]);
        Assert.True(await next);
        Assert.Empty(((WatchItem.Changes)watch.Current).Items);
        Assert.Equal(5, ((WatchItem.Changes)watch.Current).Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_ahead_of_this_board_waits_for_it_and_is_told_nothing_old()
    {
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        await using var watch = board.Watch(2, null, Ct).GetAsyncEnumerator(Ct);
        var next = watch.MoveNextAsync();
        board.ApplyFixes([new("AS21", _ledger.FixAt(Ledger.North(10), TimeSpan.FromSeconds(1)))]);
        board.Apply([_ledger.Open(1), _ledger.Open(2)]);
        Assert.True(await next);
        Assert.Equal(3, Assert.Single(((WatchItem.Changes)watch.Current).Items).Position);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_whose_position_never_comes_gets_a_snapshot_in_the_end()
    {
        var time = new ManualTime();
        var board = new Board(time, new BoardOptions());
        await using var watch = board.Watch(1_000_000, null, Ct).GetAsyncEnumerator(Ct);
        var next = watch.MoveNextAsync();
        time.Advance(new BoardOptions().WatchCatchUp);
        Assert.True(await next);
        Assert.IsType<WatchItem.Snapshot>(watch.Current);
        Assert.Equal(0, board.Waiting);
    }

    [Fact(Timeout = 30_000)]
    public async Task Fixes_are_told_again_even_if_the_fact_at_their_position_is_of_no_concern()
    {
        _ledger.BookedOn("AS21");
        _ledger.Elsewhere();
        var board = _ledger.Board();
        board.ApplyFixes([new("AS21", _ledger.FixAt(Ledger.North(10), TimeSpan.FromSeconds(1)))]);
        Assert.IsType<BoardChange.FixesMoved>(Assert.Single((await FirstAsync(board, 2)).Items));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_signal_keeps_its_pace()
    {
        var time = new ManualTime();
        var signal = new ChangeSignal(time, TimeSpan.FromMilliseconds(50));
        var first = signal.Next;
        signal.Changed();
        Assert.True(first.IsCompleted);
        var second = signal.Next;
        signal.Changed();
        time.Advance(TimeSpan.FromMilliseconds(49));
        signal.Changed();
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
        var third = signal.Next;
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(third.IsCompleted);
        signal.Changed();
        Assert.True(third.IsCompleted);
    }

    [Fact(Timeout = 30_000)]
    public async Task Watchers_are_woken_at_once_after_a_quiet_moment_and_then_at_their_pace()
    {
        var time = new ManualTime();
        var board = new Board(time, new BoardOptions { WatchPace = TimeSpan.FromMilliseconds(50) });
        await using var watch = board.Watch(0, null, Ct).GetAsyncEnumerator(Ct);
        var first = watch.MoveNextAsync();
        board.Apply([_ledger.Open(1)]);
        Assert.True(await first);
        var second = watch.MoveNextAsync();
        board.Apply([_ledger.Open(2)]);
        board.Apply([_ledger.Open(3)]);
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.True(await second);
        Assert.Equal([2, 3], ((WatchItem.Changes)watch.Current).Items.Select(c => c.Position));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancelled_watcher_ends()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var watch = _ledger.Board().Watch(0, null, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = watch.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private static async Task<WatchItem.Changes> FirstAsync(Board board, long from)
    {
        await using var watch = board.Watch(from, null, Ct).GetAsyncEnumerator(Ct);
        return Assert.IsType<WatchItem.Changes>(await NextAsync(watch));
    }

    private static async Task<WatchItem> NextAsync(IAsyncEnumerator<WatchItem> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return watch.Current;
    }
}
