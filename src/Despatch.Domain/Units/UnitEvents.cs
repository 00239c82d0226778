using System.Collections.Immutable;
using Despatch.Domain.Pods;

namespace Despatch.Domain.Units;

/// <summary>One officer of a crew.</summary>
/// <param name="Number">Warrant or pay number.</param>
/// <param name="Name">Rank and name.</param>
public sealed record CrewMember(string Number, string Name);

/// <summary>One reported position.</summary>
/// <param name="Point">Where.</param>
/// <param name="At">When it was measured (UTC).</param>
/// <param name="AccuracyMetres">Radius within which the unit is, with about two thirds certainty.</param>
public sealed record Fix(Point Point, DateTimeOffset At, double AccuracyMetres);

/// <summary>A crew came on duty.</summary>
public sealed record UnitBookedOn(
    string Callsign, UnitKind Kind, ImmutableArray<Skill> Skills, ImmutableArray<CrewMember> Crew, string Pod, Ward? Ward, Fix Fix)
    : DomainEvent;

/// <summary>The unit's status changed; the fix known at that moment goes with it, which checkpoints positions.</summary>
public sealed record UnitStatusChanged(UnitStatus Was, UnitStatus Status, Fix? Fix) : DomainEvent;

/// <summary>The unit was committed to an incident.</summary>
public sealed record UnitCommitted(string Incident) : DomainEvent;

/// <summary>The unit is no longer committed to an incident.</summary>
/// <param name="Incident">Which.</param>
/// <param name="Reason">Stood down, released; empty when it became available after its work.</param>
public sealed record UnitFreed(string Incident, string Reason) : DomainEvent;

/// <summary>The unit's emergency was opened as an incident of its own.</summary>
public sealed record EmergencyRaised(string Incident) : DomainEvent;

/// <summary>The crew went off duty.</summary>
public sealed record UnitBookedOff : DomainEvent;
