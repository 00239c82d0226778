using Despatch.Domain.Escalation;

namespace Despatch.Domain.Incidents;

/// <summary>An incident was opened: by a call handler, from a contact, or by a unit in an emergency.</summary>
/// <param name="Cad">Its number.</param>
/// <param name="OpeningCode">What it was called then.</param>
/// <param name="Words">What is happening, in the caller's words.</param>
/// <param name="Place">Where, as far as known.</param>
/// <param name="Contact">The key of the contact it came from, or empty.</param>
/// <param name="CallerNumber">The number that called, or empty.</param>
/// <param name="RaisedBy">The callsign of the unit that raised it by status 0, or empty.</param>
public sealed record IncidentOpened(
    CadNumber Cad, string OpeningCode, string Words, Place Place, string Contact, string CallerNumber, string RaisedBy) : DomainEvent;

/// <summary>A further contact turned out to be about this incident.</summary>
public sealed record ContactAttached(string Contact, string CallerNumber, string Words) : DomainEvent;

/// <summary>Something was written on the log.</summary>
public sealed record EntryAdded(string Words) : DomainEvent;

/// <summary>Somebody assessed the risk.</summary>
public sealed record IncidentAssessed(Assessment Assessment) : DomainEvent;

/// <summary>The incident got its grade, or another one.</summary>
/// <param name="Grade">The grade from now on.</param>
/// <param name="Was">The grade until now; null the first time.</param>
/// <param name="Reason">Why; required when the grade is lowered.</param>
public sealed record IncidentGraded(Grade Grade, Grade? Was, string Reason) : DomainEvent;

/// <summary>It became known where the incident is, or that it is elsewhere.</summary>
public sealed record IncidentLocated(Place Place) : DomainEvent;

/// <summary>A unit was assigned.</summary>
/// <param name="Callsign">Which.</param>
/// <param name="DivertedFrom">The key of the incident it was taken from, or empty.</param>
/// <param name="Reason">Why it was diverted, or empty.</param>
/// <param name="Authority">The senior officer's word where the rule wants one.</param>
public sealed record UnitAssigned(string Callsign, string DivertedFrom, string Reason, Authority? Authority) : DomainEvent;

/// <summary>A unit was taken away for another incident.</summary>
/// <param name="Callsign">Which.</param>
/// <param name="To">The key of the incident it went to.</param>
/// <param name="Reason">Why.</param>
/// <param name="AwaitingUnit">Whether this incident is left without any unit.</param>
public sealed record UnitDiverted(string Callsign, string To, string Reason, bool AwaitingUnit) : DomainEvent;

/// <summary>A unit was told that it is not needed.</summary>
/// <param name="Callsign">Which.</param>
/// <param name="Reason">Why.</param>
/// <param name="AwaitingUnit">Whether this incident is left without any unit.</param>
/// <param name="Authority">The chief inspector's word where command is central.</param>
public sealed record UnitStoodDown(string Callsign, string Reason, bool AwaitingUnit, Authority? Authority = null) : DomainEvent;

/// <summary>A unit is on its way.</summary>
public sealed record UnitEnRoute(string Callsign) : DomainEvent;

/// <summary>A unit has arrived.</summary>
public sealed record UnitOnScene(string Callsign) : DomainEvent;

/// <summary>A unit has left the scene and is free for other work.</summary>
public sealed record UnitReleased(string Callsign) : DomainEvent;

/// <summary>It is known what the incident turned out to be.</summary>
public sealed record IncidentResulted(string ResultCode, string Words) : DomainEvent;

/// <summary>The incident was closed.</summary>
/// <param name="Words">What there was to say; may be empty.</param>
/// <param name="Authority">The chief inspector's word where command is central.</param>
public sealed record IncidentClosed(string Words, Authority? Authority = null) : DomainEvent;

/// <summary>The incident was opened again.</summary>
public sealed record IncidentReopened(string Reason) : DomainEvent;

/// <summary>Somebody was told that a promise is about to be broken, or is.</summary>
/// <param name="Clock">What the incident is late for.</param>
/// <param name="Step">Which step of that clock, counted from 1.</param>
/// <param name="Due">When it was to be raised (UTC).</param>
/// <param name="Rung">The policy's name for who was told.</param>
/// <param name="To">The role that was told.</param>
/// <param name="NeighbouringPods">Whether the neighbouring pods were told too, and their units offered.</param>
/// <param name="Tried">What was tried until then, in words.</param>
public sealed record IncidentEscalated(
    EscalationClock Clock, int Step, DateTimeOffset Due, string Rung, Role To, bool NeighbouringPods, string Tried) : DomainEvent
{
    /// <summary>Which item of the clock: a question's id, a callsign; null for a clock of the whole incident.</summary>
    public string? Item { get; init; }
}

/// <summary>Somebody has read an escalation. It ends nothing.</summary>
public sealed record EscalationAcknowledged(string Words) : DomainEvent;

/// <summary>The caller agreed to be attended at a time.</summary>
/// <param name="Time">When (UTC).</param>
/// <param name="Words">What was agreed.</param>
public sealed record AppointmentAgreed(DateTimeOffset Time, string Words) : DomainEvent;

/// <summary>Somebody put the incident on the duty officer's list.</summary>
/// <param name="Words">Why.</param>
public sealed record IncidentTagged(string Words) : DomainEvent;

/// <summary>The duty officer took the incident off the list.</summary>
/// <param name="Words">What was done about it.</param>
public sealed record IncidentUntagged(string Words) : DomainEvent;

/// <summary>At a change of shift somebody took the incident over, by name (<see cref="DomainEvent.By"/>).</summary>
/// <param name="Words">What they were told or say of it; may be empty.</param>
public sealed record HandoverAccepted(string Words) : DomainEvent;
