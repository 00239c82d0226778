using System.Collections.Immutable;
using Despatch.Domain.Command;
using Despatch.Domain.Units;

namespace Despatch.Domain.Incidents;

/// <summary>
/// Decisions that touch an incident and a unit together, or two incidents and a unit. All their facts are appended at once, so
/// no unit is ever on two incidents and no incident loses its unit without saying so.
/// </summary>
public static class AssignmentDecisions
{
    /// <summary>Decides whether a unit goes to an incident.</summary>
    /// <param name="incident">Where it shall go.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="first">The incident the unit is committed to now; null if it is free.</param>
    /// <param name="command">The command.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The moment, UTC.</param>
    public static Decision Assign(
        IncidentState incident, UnitState unit, IncidentState? first, AssignUnit command, Actor by, DateTimeOffset now)
    {
        var refused = AssignIncidentRules(incident, command, by)
            ?? Availability(incident, unit, command)
            ?? RingFence(incident, unit, command, by)
            ?? DivertRules(incident, first, command, by);
        if (refused is not null)
        {
            return refused;
        }

        var unitFacts = ImmutableArray.CreateBuilder<DomainEvent>(2);
        Change? left = null;
        if (first is not null)
        {
            var away = new UnitDiverted(unit.Callsign, incident.Key, command.DivertReason, IsLast(first, unit)) { At = now, By = by };
            left = new Change(first.Key, [away]);
            unitFacts.Add(new UnitFreed(first.Key, command.DivertReason) { At = now, By = by });
        }

        unitFacts.Add(new UnitCommitted(incident.Key) { At = now, By = by });
        var assigned = new UnitAssigned(unit.Callsign, first?.Key ?? "", first is null ? "" : command.DivertReason, command.Authority)
        {
            At = now,
            By = by,
        };
        return Decision.Accept(
            new Change(incident.Key, [assigned]),
            new Change(UnitState.KeyOf(unit.Callsign), unitFacts.ToImmutable()),
            left ?? new Change("", []));
    }

    /// <summary>Decides whether a unit is told that it is not needed.</summary>
    public static Decision StandDown(IncidentState incident, UnitState unit, StandDown command, Actor by, DateTimeOffset now)
    {
        if (!incident.Exists || incident.IsClosed)
        {
            return incident.Exists ? IncidentDecisions.Closed(incident) : NoSuchIncident();
        }

        if (incident.AssignmentOf(command.Callsign) is null)
        {
            return Decision.Refuse(
                RefusalCode.UnitNotAssigned, $"{command.Callsign} is not assigned to CAD {incident.Cad}.", "callsign");
        }

        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Decision.Refuse(RefusalCode.ReasonNeeded, "Standing a unit down takes a reason.", "reason");
        }

        var unattended = IsLast(incident, unit) && (incident.AttendedAt is null || incident.LeftByDivert);
        return IncidentDecisions.Needs(by, Role.BoroughSupervisor, "stand a unit down")
            ?? CentralCommand.Forbids(incident, by, command.Authority, "stand a unit down")
            ?? Decision.Accept(
                new Change(incident.Key, [new UnitStoodDown(command.Callsign, command.Reason, unattended, command.Authority) { At = now, By = by }]),
                new Change(UnitState.KeyOf(unit.Callsign), FreedFacts(unit, incident, command.Reason, by, now)));
    }

    /// <summary>A unit told to stop going somewhere is available again: it was committed only by that.</summary>
    private static ImmutableArray<DomainEvent> FreedFacts(
        UnitState unit, IncidentState incident, string reason, Actor by, DateTimeOffset now)
    {
        DomainEvent freed = new UnitFreed(incident.Key, reason) { At = now, By = by };
        return unit.Status is UnitStatus.EnRoute or UnitStatus.OnScene or UnitStatus.CommittedDeployable
            ? [freed, new UnitStatusChanged(unit.Status, UnitStatus.OnPatrol, null) { At = now, By = by }]
            : [freed];
    }

    private static Decision? AssignIncidentRules(IncidentState incident, AssignUnit command, Actor by)
    {
        if (!incident.Exists)
        {
            return NoSuchIncident();
        }

        if (incident.IsClosed)
        {
            return IncidentDecisions.Closed(incident);
        }

        if (incident.Grade is null or Grade.Referred)
        {
            return Decision.Refuse(
                RefusalCode.IncidentNotGraded,
                $"CAD {incident.Cad} must be graded I, S or E before a unit goes: it has {(incident.Grade is null ? "no grade" : "grade R")}.",
                "cad");
        }

        if (incident.AssignmentOf(command.Callsign) is not null)
        {
            return Decision.Refuse(
                RefusalCode.UnitAlreadyAssigned, $"{command.Callsign} is assigned to CAD {incident.Cad} already.", "callsign");
        }

        return IncidentDecisions.Needs(by, Role.BoroughSupervisor, "assign a unit") ?? CentralCommand.ForbidsSending(incident, by, command.Authority);
    }

    private static Decision? Availability(IncidentState incident, UnitState unit, AssignUnit command)
    {
        if (!unit.IsBookedOn)
        {
            return Decision.Refuse(RefusalCode.UnitNotBookedOn, $"No unit {command.Callsign} is booked on.", "callsign");
        }

        if (unit.IsCommitted && string.IsNullOrWhiteSpace(command.DivertReason))
        {
            return Decision.Refuse(
                RefusalCode.UnitCommitted,
                $"{unit.Callsign} is committed to CAD {CadNumber.Spell(unit.Incident)}: to divert it takes a reason.",
                "divert_reason");
        }

        return Deployability.Of(unit, incident.Grade ?? Grade.Extended) is { } why
            ? Decision.Refuse(RefusalCode.UnitNotAvailable, $"{unit.Callsign} {why}.", "callsign")
            : null;
    }

    private static Decision? RingFence(IncidentState incident, UnitState unit, AssignUnit command, Actor by)
    {
        if (Deployability.AuthorityFor(unit, incident.Place) is not { } needed || by.Role >= needed && by.Role != Role.System)
        {
            return null;
        }

        if (command.Authority is not { } word)
        {
            return Decision.Refuse(
                RefusalCode.AuthorityNeeded,
                needed == Role.ChiefInspector
                    ? $"{unit.Callsign} is a pan-London unit: it moves on a chief inspector's word."
                    : $"{unit.Callsign} leaves its ward {unit.Ward?.Name} only on a duty officer's word.",
                "authority");
        }

        if (word.Role < needed || word.Role == Role.System || string.IsNullOrWhiteSpace(word.Operator) || string.IsNullOrWhiteSpace(word.Words))
        {
            return Decision.Refuse(
                RefusalCode.AuthorityNeeded,
                $"authority must name who gave the word, in a role of at least {needed}, and what was said.",
                "authority");
        }

        return null;
    }

    /// <summary>Taking a unit from a promise that weighs as much or more is a supervisor's decision.</summary>
    private static Decision? DivertRules(IncidentState incident, IncidentState? first, AssignUnit command, Actor by) =>
        first is not null && CentralCommand.Forbids(first, by, command.Authority, $"divert a unit from CAD {first.Cad}") is { } central ? central
        : first is null || incident.Grade is null || first.Grade is null || first.Grade.Value.IsBelow(incident.Grade.Value)
            ? null
            : IncidentDecisions.Needs(by, Role.Supervisor, $"divert from CAD {first.Cad}, graded {first.Grade.Value.Letter()},");

    private static Decision NoSuchIncident() => Decision.Refuse(RefusalCode.IncidentUnknown, "There is no such CAD.", "cad");

    private static bool IsLast(IncidentState incident, UnitState unit) =>
        incident.Assignments.All(a => string.Equals(a.Callsign, unit.Callsign, StringComparison.Ordinal));
}
