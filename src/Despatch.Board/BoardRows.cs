using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Escalation;
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
    private readonly ImmutableDictionary<string, IncidentState>.Builder _incidents = BoardPicture.Empty.Incidents.ToBuilder();
    private readonly ImmutableDictionary<string, UnitRow>.Builder _units = BoardPicture.Empty.Units.ToBuilder();

    private readonly ImmutableDictionary<string, IClocked>.Builder _others = BoardPicture.Empty.Others.ToBuilder();
    private readonly CallerIndex _callers = new();

    /// <summary>What had left the board and may come back within the batch at hand: closed incidents, contacts that were through.</summary>
    private readonly Dictionary<string, IClocked> _closed = new(StringComparer.Ordinal);

    public ImmutableDictionary<string, IncidentState> Incidents => _incidents.ToImmutable();

    public ImmutableDictionary<string, UnitRow> Units => _units.ToImmutable();

    public ImmutableDictionary<string, IClocked> Others => _others.ToImmutable();

    public static bool IsUnit(string stream) => stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal);

    public IncidentState? Incident(string key) => _incidents.GetValueOrDefault(key);

    /// <summary>An open incident or whatever else can be late; null if there is none of that key.</summary>
    public IClocked? Clocked(string key) => Incident(key) ?? _others.GetValueOrDefault(key);

    public IReadOnlyCollection<string> OpenIncidentsOf(IEnumerable<string> callerKeys) => _callers.Of(callerKeys);

    public UnitRow? Unit(string callsign) => _units.GetValueOrDefault(callsign);

    /// <summary>Takes up rows that were kept.</summary>
    public void Restore(KeptBoard kept)
    {
        _incidents.AddRange(kept.Incidents.Select(static i => KeyValuePair.Create(i.Key, i)));
        foreach (var incident in kept.Incidents)
        {
            _callers.Move(null, incident);
        }

        _units.AddRange(kept.Units.Select(static u => KeyValuePair.Create(u.State.Callsign, u)));
        _others.AddRange(kept.Contacts.Select(static c => KeyValuePair.Create(c.Key, (IClocked)c.Value)));
        _others.AddRange(kept.Markers.Select(static m => KeyValuePair.Create(m.Key, (IClocked)m.Value)));
    }

    /// <summary>One more fact; null if it changes nothing on the board.</summary>
    /// <exception cref="InvalidOperationException">The facts before it are not known.</exception>
    public BoardChange? Apply(LoggedEvent logged, DomainEvent fact) =>
        ClockedKind.Of(logged.Stream) is { } kind ? ApplyToClocked(kind, logged, fact)
        : IsUnit(logged.Stream) ? ApplyToUnit(logged, fact)
        : null;

    /// <summary>Keeps what had left the board until <see cref="ForgetClosed"/>, since the coming facts are about it.</summary>
    public void Recall(IReadOnlyDictionary<string, IClocked> closed)
    {
        foreach (var (key, row) in closed)
        {
            _closed[key] = row;
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

    private BoardChange ApplyToClocked(ClockedKind kind, LoggedEvent logged, DomainEvent fact)
    {
        var key = logged.Stream;
        var after = kind.Evolve(Clocked(key) ?? _closed.GetValueOrDefault(key) ?? kind.Initial, fact);
        if (!after.Exists)
        {
            throw new InvalidOperationException(
                $"The board was not given the facts of {key} before version {logged.Version} at position {logged.Position}.");
        }

        _callers.Move(Incident(key), after as IncidentState);
        if (!after.IsOpen)
        {
            _incidents.Remove(key);
            _others.Remove(key);
            _closed[key] = after;
        }
        else if (after is IncidentState open)
        {
            _incidents[key] = open;
        }
        else
        {
            _others[key] = after;
        }

        return after is IncidentState incident
            ? new BoardChange.IncidentChanged(logged.Position, incident)
            : new BoardChange.ClockedChanged(logged.Position, key, after);
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
