using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>Raising the alarm over an incident, answering it, and agreeing with the caller on another time. Pure.</summary>
public static class EscalationDecisions
{
    /// <summary>
    /// Decides whether this deadline is the next one of an incident, contact or marker and is to be raised now. One raised already is not due
    /// again, so two who sweep the same one raise it once: the log refuses the second on its version, and this refuses it on the state loaded again.
    /// </summary>
    /// <param name="key">Its stream name and grain key.</param>
    /// <param name="clocked">What is late.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="command">The deadline, and what was tried.</param>
    /// <param name="now">The moment, UTC.</param>
    public static Decision Raise(string key, IClocked clocked, EscalationPolicy policy, RaiseEscalation command, DateTimeOffset now)
    {
        if (clocked is IncidentState { Exists: false })
        {
            return Decision.Refuse(RefusalCode.IncidentUnknown, "There is no such CAD.", "cad");
        }

        if (clocked is IncidentState { IsClosed: true } incident)
        {
            return IncidentDecisions.Closed(incident);
        }

        if (IncidentDecisions.Words(command.Tried, "tried") is { } refused)
        {
            return refused;
        }

        return Deadlines.Next(clocked, policy) is { } next && next.Due <= now && IsOf(next, command)
            ? Decision.Accept(key, clocked.Escalated(next, command.Tried, now))
            : Decision.Refuse(RefusalCode.NoEscalation, $"{key} has nothing to be raised now.", "cad");
    }

    private static bool IsOf(Deadline next, RaiseEscalation command) =>
        next.Clock == command.Clock && next.Step == command.Step && next.Due == command.Due
        && string.Equals(next.Item, command.Item, StringComparison.Ordinal);

    /// <summary>
    /// Decides whether somebody has read an escalation. It is recorded, and ends nothing (seeds, Learning the Lessons (004), case 9: a
    /// reminder was answered with "no action required", and nobody went until the morning).
    /// </summary>
    internal static Decision Acknowledge(IncidentState incident, AcknowledgeEscalation command, Actor by, DateTimeOffset now)
    {
        if (!incident.Escalation.Stands)
        {
            return Decision.Refuse(RefusalCode.NoEscalation, $"CAD {incident.Cad} has no escalation to acknowledge.", "cad");
        }

        return IncidentDecisions.Needs(by, Role.Despatcher, "acknowledge an escalation")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(incident.Key, new EscalationAcknowledged(command.Words) { At = now, By = by });
    }

    /// <summary>
    /// Decides whether the caller agreed to be attended at a time. That time is the promise from then on; what the grade promised
    /// (<see cref="IncidentState.AttendBy"/>) stays on record.
    /// </summary>
    internal static Decision Agree(IncidentState incident, AgreeAppointment command, Actor by, DateTimeOffset now)
    {
        if (incident.Grade is null or Grade.Referred)
        {
            return Decision.Refuse(
                RefusalCode.IncidentNotGraded, $"CAD {incident.Cad} must be graded I, S or E before a time is agreed with the caller.", "cad");
        }

        if (command.Time <= now)
        {
            return Decision.Refuse(RefusalCode.InvalidField, "time must be in the future: it is when the caller will be attended.", "time");
        }

        return IncidentDecisions.Needs(by, Role.Despatcher, "agree an appointment")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(incident.Key, new AppointmentAgreed(command.Time, command.Words) { At = now, By = by });
    }
}
