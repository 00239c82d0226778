using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>
/// The duty officer's list, and the change of shift. Seeds, Learning the Lessons (004), case 1: nine hours after the call somebody tagged the
/// incident for the next shift; afterwards the force made a list for the inspector who is responsible for the control room. Pure.
/// </summary>
public static class SupervisionDecisions
{
    /// <summary>
    /// Whether an incident is to be handed over at a change of shift: every open I and S, and every other with an escalation that nobody
    /// has acknowledged or a tag.
    /// </summary>
    public static bool IsForHandover(IncidentState incident) =>
        incident is { Exists: true, IsClosed: false }
        && (incident.Grade is Grade.Immediate or Grade.Significant || incident.Escalation.Unacknowledged > 0 || incident.Tag is not null);

    /// <summary>Whether somebody has accepted an incident since a moment (UTC), the beginning of the shift.</summary>
    public static bool IsAccepted(IncidentState incident, DateTimeOffset shiftBegan) => incident.Holder?.Since >= shiftBegan;

    /// <summary>Decides whether an incident goes on the duty officer's list. Another tag replaces the words of the first.</summary>
    internal static Decision Tag(IncidentState incident, TagForDutyOfficer command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "tag an incident for the duty officer")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new IncidentTagged(command.Words) { At = now, By = by });

    /// <summary>Decides whether an incident comes off the list: whose list it is takes it off.</summary>
    internal static Decision Untag(IncidentState incident, Untag command, Actor by, DateTimeOffset now) =>
        incident.Tag is null
            ? Decision.Refuse(RefusalCode.NotTagged, $"CAD {incident.Cad} is not on the duty officer's list.", "cad")
            : IncidentDecisions.Needs(by, Role.DutyOfficer, "take an incident off the duty officer's list")
                ?? IncidentDecisions.Words(command.Words, "words")
                ?? Decision.Accept(incident.Key, new IncidentUntagged(command.Words) { At = now, By = by });

    /// <summary>Decides whether somebody takes an incident over. It is an acknowledgement too, and like one it ends nothing.</summary>
    internal static Decision Accept(IncidentState incident, AcceptHandover command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.Despatcher, "take an incident over")
        ?? Decision.Accept(incident.Key, new HandoverAccepted(command.Words) { At = now, By = by });
}
