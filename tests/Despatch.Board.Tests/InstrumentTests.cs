using System.Collections.Frozen;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.TestTools;

namespace Despatch.Board.Tests;

/// <summary>What is measured of a board.</summary>
public sealed class InstrumentTests
{
    private static readonly Rung Supervisor = new("supervisor", Domain.Role.Supervisor, NeighbouringPods: false);

    [Fact]
    public void Lag_age_and_running_clocks_by_kind()
    {
        var time = new ManualTime();
        var ledger = new Ledger();
        var board = new Board(time, new BoardOptions());
        using var measured = new Measurements();
        using var instruments = new BoardInstruments(board, "test-lag", Policy);
        ledger.Open(1);
        ledger.Graded(1, Grade.Immediate);
        ledger.Open(2);
        board.Apply(ledger.All);
        board.MarkLevel(ledger.Position + 5, time.GetUtcNow());
        time.Advance(TimeSpan.FromSeconds(7));

        measured.Collect();
        Assert.Contains("despatch.board.lag 5 silo=test-lag", measured.Seen);
        Assert.Contains("despatch.board.age 7 silo=test-lag", measured.Seen);
        Assert.Contains("despatch.escalation.clocks 0 silo=test-lag,kind=target", measured.Seen);
        Assert.Contains("despatch.escalation.clocks 1 silo=test-lag,kind=no-unit", measured.Seen);
    }

    private static EscalationPolicy Policy()
    {
        var rule = new ClockRule([new EscalationStep(TimeSpan.FromMinutes(2), Supervisor)], null);
        return new([Supervisor], new Dictionary<(Grade?, EscalationClock), ClockRule> { [(Grade.Immediate, EscalationClock.NoUnit)] = rule }.ToFrozenDictionary());
    }
}
