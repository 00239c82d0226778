using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;

namespace Despatch.Board;

/// <summary>
/// The board's rows, folded with the domain's own functions. Builders of immutable dictionaries: a change costs a few hundred
/// nanoseconds, and a picture of all rows nothing but the copying of what changes afterwards. Not thread-safe: the board's lock guards it.
/// </summary>
internal sealed class BoardRows
{
    private const string IncidentPrefix = "incident-";

    private readonly ImmutableDictionary<string, IncidentState>.Builder _incidents = BoardPicture.Empty.Incidents.ToBuilder();
    private readonly ImmutableDictionary<string, UnitRow>.Builder _units = BoardPicture.Empty.Units.ToBuilder();

    /// <summary>Closed incidents that may be opened again within the batch at hand.</summary>
    private readonly Dictionary<string, IncidentState> _closed = new(StringComparer.Ordinal);

    public ImmutableDictionary<string, IncidentState> Incidents => _incidents.ToImmutable();

    public ImmutableDictionary<string, UnitRow> Units => _units.ToImmutable();

    public static bool IsIncident(string stream) => stream.StartsWith(IncidentPrefix, StringComparison.Ordinal);

    public static bool IsUnit(string stream) => stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal);

    public IncidentState? Incident(string key) => _incidents.GetValueOrDefault(key);

    public UnitRow? Unit(string callsign) => _units.GetValueOrDefault(callsign);

    /// <summary>Takes up rows that were kept.</summary>
    public void Restore(ImmutableArray<IncidentState> incidents, ImmutableArray<UnitRow> units)
    {
        _incidents.AddRange(incidents.Select(static i => KeyValuePair.Create(i.Key, i)));
        _units.AddRange(units.Select(static u => KeyValuePair.Create(u.State.Callsign, u)));
    }

    /// <summary>One more fact; null if it changes nothing on the board.</summary>
    /// <exception cref="InvalidOperationException">The facts before it are not known.</exception>
    public BoardChange? Apply(LoggedEvent logged, DomainEvent fact) =>
        IsIncident(logged.Stream) ? ApplyToIncident(logged, fact)
        : IsUnit(logged.Stream) ? ApplyToUnit(logged, fact)
        : null;

    /// <summary>Keeps closed incidents until <see cref="ForgetClosed"/>, since the coming facts are about them.</summary>
    public void Recall(IReadOnlyDictionary<string, IncidentState> closed)
    {
        foreach (var (key, incident) in closed)
        {
            _closed[key] = incident;
        }
    }

    public void ForgetClosed() => _closed.Clear();

    /// <summary>The unit's row with this fix; null if the unit is not on duty or its fix is as new already.</summary>
    public UnitRow? Move(UnitFix moved)
    {
        if (!_units.TryGetValue(moved.Callsign, out var row) || ReferenceEquals(Newer(row.Fix, moved.Fix), row.Fix))
        {
            return null;
        }

        return _units[moved.Callsign] = row with { Fix = moved.Fix };
    }

    private BoardChange.IncidentChanged ApplyToIncident(LoggedEvent logged, DomainEvent fact)
    {
        var key = logged.Stream;
        if (!_incidents.TryGetValue(key, out var before) && !_closed.TryGetValue(key, out before))
        {
            before = IncidentState.Initial;
        }

        var after = IncidentState.Evolve(before, fact);
        if (!after.Exists)
        {
            throw new InvalidOperationException(
                $"The board was not given the facts of {key} before version {logged.Version} at position {logged.Position}.");
        }

        if (after.IsClosed)
        {
            _incidents.Remove(key);
            _closed[key] = after;
        }
        else
        {
            _incidents[key] = after;
        }

        return new(logged.Position, after);
    }

    /// <summary>A unit's first fact on any duty books it on, so what comes without that is of no concern.</summary>
    private BoardChange.UnitChanged? ApplyToUnit(LoggedEvent logged, DomainEvent fact)
    {
        var callsign = logged.Stream[UnitState.KeyPrefix.Length..];
        _units.TryGetValue(callsign, out var before);
        var state = UnitState.Evolve(before?.State ?? UnitState.Initial, fact);
        if (state.Callsign.Length == 0)
        {
            return null;
        }

        var after = new UnitRow(state, Newer(fact is UnitBookedOn ? null : before?.Fix, state.Fix));
        if (state.IsBookedOn)
        {
            _units[callsign] = after;
        }
        else
        {
            _units.Remove(callsign);
        }

        return new(logged.Position, after);
    }

    private static Fix? Newer(Fix? known, Fix? other) =>
        other is not null && other.Point.IsOnEarth() && (known is null || other.At > known.At) ? other : known;
}
