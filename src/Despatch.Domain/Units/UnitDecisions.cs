using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Units;

/// <summary>What a unit decides. A status that moves an assignment on is written on the incident at the same time.</summary>
public static class UnitDecisions
{
    /// <summary>The opening code of an incident raised by status 0.</summary>
    public const string EmergencyCode = "00";

    /// <summary>Decides a command.</summary>
    public static Decision Decide(
        string callsign, UnitState state, UnitSurroundings around, UnitCommand command, Actor by, DateTimeOffset now) => command switch
        {
            BookOn c => DecideBookOn(callsign, state, c, by, now),
            _ when !state.IsBookedOn => Decision.Refuse(RefusalCode.UnitNotBookedOn, $"No unit {callsign} is booked on.", "callsign"),
            BookOff => DecideBookOff(state, by, now),
            SetStatus c => DecideStatus(state, around, c, by, now),
            _ => throw new ArgumentException($"Not a command for a unit: {command.GetType().Name}.", nameof(command)),
        };

    private static Decision DecideBookOn(string callsign, UnitState state, BookOn command, Actor by, DateTimeOffset now)
    {
        if (state.IsBookedOn)
        {
            return Decision.Refuse(RefusalCode.UnitBookedOn, $"{callsign} is booked on already.", "callsign");
        }

        if (command.Crew.IsEmpty)
        {
            return Decision.Refuse(RefusalCode.InvalidField, "crew must have at least one officer.", "crew");
        }

        // A station is known to the metre or two; 25 m is what a yard is wide.
        var fix = new Fix(command.Base, now, AccuracyMetres: 25);
        return Decision.Accept(
            UnitState.KeyOf(callsign),
            new UnitBookedOn(callsign, command.Kind, command.Skills, command.Crew, command.Pod, command.Ward, fix) { At = now, By = by });
    }

    private static Decision DecideBookOff(UnitState state, Actor by, DateTimeOffset now) =>
        state.IsCommitted
            ? Decision.Refuse(
                RefusalCode.UnitCommitted, $"{state.Callsign} is committed to CAD {CadNumber.Spell(state.Incident)}: stand it down first.", "callsign")
            : Decision.Accept(UnitState.KeyOf(state.Callsign), new UnitBookedOff { At = now, By = by });

    private static Decision DecideStatus(UnitState state, UnitSurroundings around, SetStatus command, Actor by, DateTimeOffset now)
    {
        if (Refusal(state, around.Incident, command.Status) is { } refused)
        {
            return refused;
        }

        var key = UnitState.KeyOf(state.Callsign);
        var changed = new UnitStatusChanged(state.Status, command.Status, command.Fix) { At = now, By = by };
        if (command.Status == UnitStatus.Emergency)
        {
            return RaiseEmergency(state, around, command, changed);
        }

        if (around.Incident is not { } incident)
        {
            return Decision.Accept(key, changed);
        }

        return command.Status switch
        {
            UnitStatus.EnRoute => Decision.Accept(
                new Change(key, [changed]), new Change(incident.Key, [new UnitEnRoute(state.Callsign) { At = now, By = by }])),
            UnitStatus.OnScene when Phase(state, incident) != AssignmentPhase.OnScene => Decision.Accept(
                new Change(key, [changed]), new Change(incident.Key, [new UnitOnScene(state.Callsign) { At = now, By = by }])),
            UnitStatus.OnPatrol or UnitStatus.AtStation => Decision.Accept(
                new Change(key, [changed, new UnitFreed(incident.Key, "") { At = now, By = by }]),
                new Change(incident.Key, [new UnitReleased(state.Callsign) { At = now, By = by }])),
            _ => Decision.Accept(key, changed),
        };
    }

    private static Decision? Refusal(UnitState state, IncidentState? incident, UnitStatus next)
    {
        if (next == UnitStatus.OffDuty)
        {
            return Impossible("Status 10 is reached by booking off.");
        }

        if (!MayFollow(state, incident, next))
        {
            return Impossible($"{state.Callsign} is in status {(int)state.Status} and cannot have {(int)next} next.");
        }

        if (next is UnitStatus.EnRoute or UnitStatus.OnScene && incident is null)
        {
            return Impossible($"Status {(int)next} needs an assignment, and {state.Callsign} has none.");
        }

        var leaving = next is UnitStatus.OnDuty or UnitStatus.OnPatrol or UnitStatus.AtStation or UnitStatus.Refreshments;
        return leaving && incident is not null && Phase(state, incident) != AssignmentPhase.OnScene
            ? Impossible($"{state.Callsign} is assigned to CAD {incident.Cad} and has not been there: it must be stood down, not walk away.")
            : leaving && incident is not null && next is not (UnitStatus.OnPatrol or UnitStatus.AtStation)
                ? Impossible($"{state.Callsign} leaves CAD {incident.Cad} by status 2 or 3 first.")
                : null;

        static Decision Impossible(string message) => Decision.Refuse(RefusalCode.StatusNotPossible, message, "status");
    }

    /// <summary>After a divert the crew is still in the status of its first incident, and turns to the second from there.</summary>
    private static bool MayFollow(UnitState state, IncidentState? incident, UnitStatus next) =>
        UnitStatusRules.CanFollow(state.Status, next)
        || (next == UnitStatus.EnRoute && state.Status == UnitStatus.EnRoute
            && incident is not null && Phase(state, incident) == AssignmentPhase.Assigned);

    private static AssignmentPhase? Phase(UnitState state, IncidentState incident) => incident.AssignmentOf(state.Callsign)?.Phase;

    private static Decision RaiseEmergency(UnitState state, UnitSurroundings around, SetStatus command, UnitStatusChanged changed)
    {
        var incident = around.NextCad;
        var opened = new IncidentOpened(
            incident, EmergencyCode, $"{state.Callsign}: officer needs assistance (status 0).", command.Place, "", "", state.Callsign)
        {
            At = changed.At,
            By = Actor.System,
        };
        return Decision.Accept(
            new Change(UnitState.KeyOf(state.Callsign), [changed, new EmergencyRaised(incident.Key) { At = changed.At, By = changed.By }]),
            new Change(incident.Key, IncidentDecisions.Opening(opened, Grade.Immediate)));
    }
}
