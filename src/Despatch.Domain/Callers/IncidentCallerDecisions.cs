using Despatch.Domain.Incidents;

namespace Despatch.Domain.Callers;

/// <summary>Decides what is said to the callers of an incident, and whether it may close on what they were told. Pure.</summary>
internal static class IncidentCallerDecisions
{
    /// <summary>Decides a promise.</summary>
    public static Decision Promise(IncidentState incident, PromiseUpdate command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "promise a caller something")
        ?? incident.Callers.Promises.Promise(incident.Key, command.Kind, command.Due, command.Words, by, now);

    /// <summary>Decides the keeping of a promise.</summary>
    public static Decision Keep(IncidentState incident, KeepUpdate command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "keep a promise to a caller")
        ?? incident.Callers.Promises.Keep(incident.Key, command.Id, command.Words, by, now);

    /// <summary>Decides the record of what the caller was told.</summary>
    public static Decision Tell(IncidentState incident, TellCaller command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "tell a caller")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new CallerTold(command.Words) { At = now, By = by });

    /// <summary>
    /// Whether an incident may not close for its callers' sake; null if it may. With no further action (grade R, or nobody attended) the caller
    /// is told so first. Seeds, Learning the Lessons (004), case 8: a call handler closed a log with no further action, and there was no
    /// evidence that she had told the caller.
    /// </summary>
    public static Decision? BeforeClose(IncidentState incident, CloseIncident command, Actor by)
    {
        var callers = incident.Callers;
        if (!callers.Promises.Open.IsEmpty)
        {
            return Decision.Refuse(
                RefusalCode.PromiseOpen, $"CAD {incident.Cad} has a promise to its caller that is not kept: {callers.Promises.Open[0].Words}.", "cad");
        }

        var noAction = incident.Grade == Grade.Referred || incident.AttendedAt is null;
        return noAction && callers.HasCaller && callers.Told.Length == 0 && string.IsNullOrWhiteSpace(command.OutcomeTold)
            ? Decision.Refuse(
                RefusalCode.OutcomeNotTold, $"CAD {incident.Cad} closes with no further action: say what its caller was told of that.", "outcome_told")
            : callers.RingBacks.IsEmpty
                ? null
                : IncidentDecisions.Needs(by, Role.Supervisor, "close an incident whose silent or abandoned call nobody has reached");
    }

    /// <summary>What a close says of the caller besides.</summary>
    public static CallerTold? Told(CloseIncident command, Actor by, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(command.OutcomeTold) ? null : new CallerTold(command.OutcomeTold) { At = now, By = by };
}
