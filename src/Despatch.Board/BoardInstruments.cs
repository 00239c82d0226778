using System.Diagnostics.Metrics;
using Despatch.Domain.Escalation;

namespace Despatch.Board;

/// <summary>
/// What is measured of one silo's board: how far it is behind the log, how old its picture is, and the clocks that run on its open
/// incidents. Read only when somebody collects. Thread-safe; dispose it with the board.
/// </summary>
public sealed class BoardInstruments : IDisposable
{
    /// <summary>The name of both the meter and the activity source.</summary>
    public const string Name = "Despatch.Board";

    private static readonly EscalationClock[] Clocks = Enum.GetValues<EscalationClock>();

    private readonly Meter _meter = new(Name);
    private readonly Board _board;
    private readonly Func<EscalationPolicy> _policy;
    private readonly KeyValuePair<string, object?> _silo;

    /// <summary>Measures a silo's board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="silo">The silo's name.</param>
    /// <param name="policy">Tells the escalation policy in force, which says what clocks run.</param>
    public BoardInstruments(Board board, string silo, Func<EscalationPolicy> policy)
    {
        ArgumentNullException.ThrowIfNull(board);
        (_board, _policy, _silo) = (board, policy, new("silo", silo));
        _meter.CreateObservableGauge(
            "despatch.board.lag", () => new Measurement<long>(Math.Max(0, board.LogPosition - board.Position), _silo),
            "{event}", "Events of the log that the board does not show yet, as of the last time the log was asked.");
        _meter.CreateObservableGauge(
            "despatch.board.age", () => new Measurement<double>((board.Time.GetUtcNow() - board.Picture().AsOf).TotalSeconds, _silo),
            "s", "Time since the board was last known to be level with the log.");
        _meter.CreateObservableGauge(
            "despatch.escalation.clocks", CountClocks, "{clock}", "Deadlines that are armed over the open incidents, by kind.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> CountClocks()
    {
        var (incidents, policy) = (_board.Picture().Incidents.Values, _policy());
        return Clocks.Select(clock => new Measurement<int>(
            incidents.Count(incident => Deadlines.Runs(incident, policy, clock)), _silo, new("kind", Spell(clock))));
    }

    private static string Spell(EscalationClock clock) => clock switch
    {
        EscalationClock.NoUnit => "no-unit",
        EscalationClock.RingBack => "ring-back",
        _ => clock.ToString().ToLowerInvariant(),
    };
}
