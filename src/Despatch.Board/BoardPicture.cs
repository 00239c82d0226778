using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board;

/// <summary>A unit as the board shows it. Immutable.</summary>
/// <param name="State">The unit as its facts leave it.</param>
/// <param name="Fix">The newest fix known, whether it came with a fact or from an MDT; null if none was ever reported.</param>
public sealed record UnitRow(UnitState State, Fix? Fix);

/// <summary>All open incidents and all units on duty at one position of the log. Immutable, so safe to share and keep.</summary>
/// <param name="Position">The log's position up to which every fact is in it; fixes may be newer.</param>
/// <param name="AsOf">The last moment (UTC, this silo's clock) at which the board was known to be level with the log: its age is
/// what a silo that is cut off must tell whoever looks at it.</param>
/// <param name="Incidents">The open incidents by key.</param>
/// <param name="Units">The units booked on, by callsign.</param>
public sealed record BoardPicture(
    long Position,
    DateTimeOffset AsOf,
    ImmutableDictionary<string, IncidentState> Incidents,
    ImmutableDictionary<string, UnitRow> Units)
{
    /// <summary>Whatever else can be late, by key: contacts that are neither closed nor with despatch, markers with a task.</summary>
    public ImmutableDictionary<string, IClocked> Others { get; init; } = ImmutableDictionary.Create<string, IClocked>(StringComparer.Ordinal);

    /// <summary>Before the first fact.</summary>
    public static BoardPicture Empty { get; } = new(
        0,
        DateTimeOffset.UnixEpoch,
        ImmutableDictionary.Create<string, IncidentState>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, UnitRow>(StringComparer.Ordinal));
}

/// <summary>One fix as an MDT reports it.</summary>
/// <param name="Callsign">Whose.</param>
/// <param name="Fix">Where and when.</param>
public sealed record UnitFix(string Callsign, Fix Fix);
