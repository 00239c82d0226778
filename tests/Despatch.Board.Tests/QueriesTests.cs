using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Board.Tests;

public sealed class QueriesTests
{
    private readonly Ledger _ledger = new();

    [Fact]
    public void A_queue_is_in_order_of_what_was_promised_first_then_of_age_then_of_number()
    {
        Open(3, Grade.Significant);
        Open(10, Grade.Extended);
        Open(9, Grade.Extended);
        Open(2, Grade.Immediate, TimeSpan.FromMinutes(10));
        Assert.Equal([2, 3, 9, 10], Numbers(BoardQueries.AllOpen(Picture(), null)));
    }

    [Fact]
    public void An_ungraded_incident_stands_where_an_immediate_of_its_age_would_and_a_referred_one_last()
    {
        Open(1, Grade.Referred);
        Open(2, Grade.Immediate);
        Open(3, null, TimeSpan.FromMinutes(1));
        Open(4, Grade.Immediate, TimeSpan.FromMinutes(1));
        Assert.Equal([2, 3, 4, 1], Numbers(BoardQueries.AllOpen(Picture(), null)));
    }

    [Fact]
    public void Each_queue_holds_what_waits_for_that()
    {
        Open(1, null);
        Open(2, Grade.Immediate);
        Open(3, Grade.Significant);
        _ledger.Assigned(3, "AS21");
        Open(4, Grade.Immediate);
        _ledger.Assigned(4, "AS22");
        _ledger.Attended(4, "AS22");
        Open(5, Grade.Immediate);
        _ledger.Closed(5);
        Open(6, Grade.Referred);
        var picture = Picture();
        Assert.Equal([1], Numbers(BoardQueries.AwaitingGrade(picture, null)));
        Assert.Equal([2], Numbers(BoardQueries.AwaitingUnit(picture, null)));
        Assert.Equal(5, BoardQueries.AllOpen(picture, null).Length);
    }

    [Fact]
    public void A_promise_is_broken_when_its_time_has_passed_and_nobody_has_come()
    {
        Open(1, Grade.Immediate);
        Open(2, Grade.Immediate);
        _ledger.Assigned(2, "AS21");
        _ledger.Attended(2, "AS21");
        Open(3, Grade.Immediate);
        _ledger.Assigned(3, "AS22");
        Open(4, Grade.Significant);
        var picture = Picture();
        Assert.Empty(BoardQueries.Breached(picture, null, Ledger.Start.AddMinutes(15)));
        Assert.Equal([1, 3], Numbers(BoardQueries.Breached(picture, null, Ledger.Start.AddMinutes(15).AddTicks(1))));
    }

    [Fact]
    public void A_pod_sees_its_own()
    {
        Open(1, Grade.Immediate);
        _ledger.Open(2, "SE");
        _ledger.BookedOn("SE21", pod: "SE");
        _ledger.BookedOn("AS22");
        _ledger.BookedOn("AS21");
        var picture = Picture();
        Assert.Equal([2], Numbers(BoardQueries.AwaitingGrade(picture, "SE")));
        Assert.Empty(BoardQueries.AwaitingGrade(picture, "AS"));
        Assert.Equal(["AS21", "AS22"], BoardQueries.Units(picture, "AS").Select(u => u.State.Callsign));
        Assert.Equal(["AS21", "AS22", "SE21"], BoardQueries.Units(picture, null).Select(u => u.State.Callsign));
    }

    private static IEnumerable<int> Numbers(ImmutableArray<IncidentState> queue) => queue.Select(i => i.Cad.Number);

    private BoardPicture Picture() => _ledger.Board().Picture();

    private void Open(int number, Grade? grade, TimeSpan later = default)
    {
        _ledger.Now = Ledger.Start + later;
        _ledger.Open(number);
        if (grade is { } given)
        {
            _ledger.Graded(number, given);
        }
    }
}
