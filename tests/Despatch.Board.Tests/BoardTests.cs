using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board.Tests;

public sealed class BoardTests
{
    private readonly Ledger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void An_empty_board_is_at_position_zero()
    {
        var board = _ledger.Board();
        Assert.Equal(0, board.Position);
        Assert.Empty(board.Picture().Incidents);
        Assert.Empty(board.Picture().Units);
        Assert.Equal(DateTimeOffset.UnixEpoch, board.LastAppliedAt);
    }

    [Fact]
    public void Facts_make_rows_with_the_domains_own_states()
    {
        _ledger.Open(1);
        _ledger.Graded(1, Grade.Immediate);
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        Assert.Equal(Ledger.Start.AddMinutes(15), board.Incident(Ledger.Key(1))!.AttendBy);
        Assert.Equal(UnitStatus.OnDuty, board.Unit("AS21")!.State.Status);
        Assert.Equal(3, board.Picture().Position);
        Assert.Equal(new ManualTime().GetUtcNow(), board.Picture().AsOf);
    }

    [Fact]
    public void A_batch_given_twice_is_applied_once()
    {
        _ledger.Open(1);
        _ledger.Assigned(1, "AS21");
        var board = _ledger.Board();
        board.Apply(_ledger.All);
        Assert.Single(board.Incident(Ledger.Key(1))!.Assignments);
        Assert.Equal(2, board.Position);
    }

    [Fact]
    public void Facts_of_other_streams_only_move_the_position()
    {
        _ledger.Elsewhere();
        var board = _ledger.Board();
        Assert.Equal(1, board.Position);
        Assert.Empty(board.Picture().Incidents);
    }

    [Fact]
    public void Closed_incidents_and_units_off_duty_leave_the_board()
    {
        _ledger.Open(1);
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        var before = board.Picture();
        board.Apply([_ledger.Closed(1), _ledger.BookedOff("AS21")]);
        Assert.Empty(board.Picture().Incidents);
        Assert.Empty(board.Picture().Units);
        Assert.Null(board.Incident(Ledger.Key(1)));
        Assert.Null(board.Unit("AS21"));
        Assert.Single(before.Incidents);
    }

    [Fact]
    public void An_incident_closed_and_reopened_in_one_batch_stays()
    {
        _ledger.Open(1);
        _ledger.Graded(1, Grade.Significant);
        var board = _ledger.Board();
        board.Apply([_ledger.Closed(1), _ledger.Reopened(1)]);
        Assert.Equal(Grade.Significant, board.Incident(Ledger.Key(1))!.Grade);
    }

    [Fact]
    public void A_reopened_incident_whose_facts_are_not_known_is_refused_and_not_lost_silently()
    {
        _ledger.Open(1);
        _ledger.Closed(1);
        var board = _ledger.Board();
        var opened = _ledger.Open(2);
        Assert.Throws<InvalidOperationException>(() => board.Apply([opened, _ledger.Reopened(1)]));
        Assert.Equal(3, board.Position);
        Assert.NotNull(board.Incident(Ledger.Key(2)));
    }

    [Fact]
    public void A_picture_is_kept_while_nothing_changes_and_never_changes_itself()
    {
        _ledger.Open(1);
        var board = _ledger.Board();
        var picture = board.Picture();
        Assert.Same(picture, board.Picture());
        board.Apply([_ledger.Graded(1, Grade.Extended)]);
        Assert.NotSame(picture, board.Picture());
        Assert.Null(picture.Incidents[Ledger.Key(1)].Grade);
    }

    [Fact]
    public void Fixes_move_units_only_forward_in_time()
    {
        _ledger.BookedOn("AS21");
        _ledger.BookedOn("AS22");
        var board = _ledger.Board();
        var newer = _ledger.FixAt(Ledger.North(500), TimeSpan.FromSeconds(5));
        var older = _ledger.FixAt(Ledger.North(900), TimeSpan.FromSeconds(3));
        var same = _ledger.FixAt(Ledger.Brixton);
        Assert.Equal(1, board.ApplyFixes([new("AS21", newer), new("AS21", older), new("nobody", newer), new("AS22", same)]));
        Assert.Equal(0, board.ApplyFixes([new("AS21", newer)]));
        Assert.Equal(newer, board.Unit("AS21")!.Fix);
        Assert.Equal(2, board.Position);
    }

    [Fact]
    public void A_fix_that_is_not_on_earth_moves_nobody()
    {
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        Assert.Equal(0, board.ApplyFixes([new("AS21", _ledger.FixAt(new(double.NaN, 51), TimeSpan.FromSeconds(5)))]));
    }

    [Fact]
    public void The_newest_fix_wins_whether_it_came_with_a_fact_or_from_a_terminal()
    {
        _ledger.BookedOn("AS21");
        var board = _ledger.Board();
        var reported = _ledger.FixAt(Ledger.North(500), TimeSpan.FromSeconds(5));
        board.ApplyFixes([new("AS21", reported)]);
        board.Apply([_ledger.Pressed("AS21", UnitStatus.OnPatrol, _ledger.FixAt(Ledger.North(100), TimeSpan.FromSeconds(2)))]);
        Assert.Equal(reported, board.Unit("AS21")!.Fix);
        var pressed = _ledger.FixAt(Ledger.North(700), TimeSpan.FromSeconds(9));
        board.Apply([_ledger.Pressed("AS21", UnitStatus.AtStation, pressed)]);
        Assert.Equal(pressed, board.Unit("AS21")!.Fix);
    }

    [Fact(Timeout = 30_000)]
    public async Task Whoever_waits_for_a_position_goes_on_when_it_is_applied()
    {
        var board = _ledger.Board();
        Assert.True(board.WaitForAsync(0, Ct).IsCompletedSuccessfully);
        var second = board.WaitForAsync(2, Ct);
        board.Apply([_ledger.Open(1)]);
        Assert.False(second.IsCompleted);
        board.Apply([_ledger.Elsewhere()]);
        await second;
        Assert.Equal(0, board.Waiting);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_given_up_leaves_nothing_behind()
    {
        var board = _ledger.Board();
        using var gaveUp = new CancellationTokenSource();
        var waits = Enumerable.Range(1, 100).Select(i => board.WaitForAsync(i, gaveUp.Token)).ToList();
        Assert.Equal(100, board.Waiting);
        await gaveUp.CancelAsync();
        foreach (var wait in waits)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        Assert.Equal(0, board.Waiting);
    }
}
