using System.Collections.Frozen;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Board.Tests;

/// <summary>What a sweep finds on a board.</summary>
public sealed class DueRowsTests
{
    private static readonly Rung Despatcher = new("despatcher", Role.Despatcher, NeighbouringPods: false);
    private static readonly EscalationPolicy Policy = After(2);

    private readonly Ledger _ledger = new();

    [Fact]
    public void An_incident_is_due_from_its_time_on_until_somebody_acts()
    {
        Open(1);
        var board = _ledger.Board();
        var due = new DueRows(board, pod: null, TimeSpan.Zero);
        Assert.Empty(Look(due, 119));
        Assert.Equal([1], Look(due, 120));
        Assert.Equal([1], Look(due, 120));

        _ledger.Assigned(1, "AS21");
        board.Apply(_ledger.All);
        Assert.Empty(Look(due, 500));
    }

    [Fact]
    public void The_most_overdue_comes_first_after_the_grace_and_other_pods_do_not()
    {
        Open(1);
        _ledger.Now += TimeSpan.FromSeconds(5);
        Open(2, "SE");
        Open(3);
        var due = new DueRows(_ledger.Board(), "AS", TimeSpan.FromSeconds(1));
        Assert.Empty(Look(due, 120));
        Assert.Equal([1], Look(due, 121));
        Assert.Equal([1, 3], Look(due, 126));
    }

    [Fact]
    public void A_silent_call_is_due_from_its_time_on_until_it_goes_to_despatch()
    {
        _ledger.SilentCall("contact-1");
        var board = _ledger.Board();
        var due = new DueRows(board, "AS", TimeSpan.Zero);
        Assert.Empty(due.Look(Policy, At(59)));
        var (key, row, deadline) = Assert.Single(due.Look(Policy, At(60)));
        Assert.Equal(("contact-1", EscalationClock.RingBack, 1), (key, deadline.Clock, deadline.Step));

        _ledger.Add(key, row.Escalated(deadline, "Nobody has rung back.", At(60)));
        board.Apply(_ledger.All);
        Assert.Empty(due.Look(Policy, At(239)));
        Assert.Equal(2, Assert.Single(due.Look(Policy, At(240))).Deadline.Step);

        _ledger.Add(key, new ContactTransferred(Ledger.Key(1)) { At = At(240), By = Actor.System });
        board.Apply(_ledger.All);
        Assert.Empty(due.Look(Policy, At(9_999)));
        Assert.Empty(board.Picture().Others);
    }

    [Fact]
    public void Another_policy_counts_from_the_next_look_on()
    {
        Open(1);
        var due = new DueRows(_ledger.Board(), pod: null, TimeSpan.Zero);
        Assert.Equal([1], Look(due, 120));
        Assert.Empty(due.Look(After(5), At(120)));
        Assert.Single(due.Look(After(5), At(300)));
    }

    [Theory]
    [InlineData(65_536)]
    [InlineData(3)]
    public void Looking_now_and_then_finds_what_looking_at_everything_finds_even_if_changes_were_missed(int kept)
    {
        var board = new Board(new ManualTime(), new BoardOptions { WatchPace = TimeSpan.Zero, RecentChanges = kept, ChangesPerItem = 2 });
        var due = new DueRows(board, pod: null, TimeSpan.Zero);
        var random = new Random(kept);
        var seen = 0;
        for (var second = 0; second < 2_000; second++)
        {
            _ledger.Now = At(second);
            Step(random, board);
            if (random.Next(4) == 0)
            {
                board.Apply(_ledger.All);
                var naive = board.Picture().Incidents.Values.Where(i => Deadlines.Next(i, Policy)?.Due <= At(second)).Select(i => i.Cad.Number);
                var found = Look(due, second);
                Assert.Equal(naive.Order(), found.Order());
                seen += found.Count;
            }
        }

        Assert.True(seen > 100, $"Only {seen} were due.");
    }

    private void Step(Random random, Board board)
    {
        var number = random.Next(1, 40);
        if (board.Incident(Ledger.Key(number)) is not { } incident)
        {
            if (_ledger.All.TrueForAll(e => e.Logged.Stream != Ledger.Key(number)))
            {
                Open(number);
            }
        }
        else if (random.Next(3) == 0)
        {
            _ledger.Assigned(number, $"AS{random.Next(100)}");
        }
        else if (Deadlines.Next(incident, Policy) is { } next && next.Due <= _ledger.Now)
        {
            _ledger.Add(incident.Key, new IncidentEscalated(next.Clock, next.Step, next.Due, "despatcher", Role.Despatcher, false, "x")
            {
                At = _ledger.Now,
                By = Actor.System,
            });
        }
    }

    private void Open(int number, string pod = "AS")
    {
        _ledger.Open(number, pod);
        _ledger.Graded(number, Grade.Immediate);
    }

    private static DateTimeOffset At(int seconds) => Ledger.Start.AddSeconds(seconds);

    private static List<int> Look(DueRows due, int seconds) => [.. due.Look(Policy, At(seconds)).Select(d => ((IncidentState)d.Row).Cad.Number)];

    private static EscalationPolicy After(int minutes) => new(
        [Despatcher],
        new Dictionary<(Grade? Grade, EscalationClock Clock), ClockRule>
        {
            [(null, EscalationClock.RingBack)] = new([new(TimeSpan.FromMinutes(1), Despatcher)], new(TimeSpan.FromMinutes(3), Despatcher)),
            [(Grade.Immediate, EscalationClock.NoUnit)] =
                new([new(TimeSpan.FromMinutes(minutes), Despatcher)], new(TimeSpan.FromMinutes(3), Despatcher)),
        }.ToFrozenDictionary());
}
