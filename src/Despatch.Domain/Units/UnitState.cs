using System.Collections.Immutable;
using Despatch.Domain.Pods;

namespace Despatch.Domain.Units;

/// <summary>A unit as its facts leave it. Immutable.</summary>
public sealed record UnitState
{
    /// <summary>The prefix of a unit's stream and grain key.</summary>
    public const string KeyPrefix = "unit-";

    /// <summary>Before the first fact.</summary>
    public static UnitState Initial { get; } = new();

    /// <summary>Its callsign, empty before it first booked on.</summary>
    public string Callsign { get; init; } = "";

    /// <summary>What it is.</summary>
    public UnitKind Kind { get; init; }

    /// <summary>What its crew can do.</summary>
    public ImmutableArray<Skill> Skills { get; init; } = [];

    /// <summary>Who is on it.</summary>
    public ImmutableArray<CrewMember> Crew { get; init; } = [];

    /// <summary>The pod that works it.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The ward it keeps to, for Safer Neighbourhoods.</summary>
    public Ward? Ward { get; init; }

    /// <summary>Its status.</summary>
    public UnitStatus Status { get; init; } = UnitStatus.OffDuty;

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>The key of the incident it is committed to, or empty.</summary>
    public string Incident { get; init; } = "";

    /// <summary>The fix at its last fact; the board knows newer ones.</summary>
    public Fix? Fix { get; init; }

    /// <summary>Whether a crew is on duty in it.</summary>
    public bool IsBookedOn => Status != UnitStatus.OffDuty;

    /// <summary>Whether it is committed to an incident.</summary>
    public bool IsCommitted => Incident.Length > 0;

    /// <summary>The stream and grain key of a callsign.</summary>
    public static string KeyOf(string callsign) => KeyPrefix + callsign;

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static UnitState Evolve(UnitState state, DomainEvent fact) => fact switch
    {
        UnitBookedOn e => new UnitState
        {
            Callsign = e.Callsign,
            Kind = e.Kind,
            Skills = e.Skills,
            Crew = e.Crew,
            Pod = e.Pod,
            Ward = e.Ward,
            Status = UnitStatus.OnDuty,
            StatusSince = e.At,
            Fix = e.Fix,
        },
        UnitStatusChanged e => state with { Status = e.Status, StatusSince = e.At, Fix = e.Fix ?? state.Fix },
        UnitCommitted e => state with { Incident = e.Incident },
        UnitFreed => state with { Incident = "" },
        UnitBookedOff e => state with { Status = UnitStatus.OffDuty, StatusSince = e.At, Incident = "", Crew = [] },
        _ => state,
    };
}
