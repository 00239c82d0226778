using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.MissingPersons;

namespace Despatch.Domain.Procedures;

/// <summary>
/// What keeps an incident from being closed. Seeds, Learning the Lessons (004), cases 4, 7 and 10: closed with nobody spoken to, with what
/// the caller had said not passed on, with questions on the log. Pure.
/// </summary>
public static class Closing
{
    /// <summary>
    /// All that is open, each with the code that a closing would be refused with; none when it may be closed. Whose word it takes is in
    /// <see cref="SupervisorNeeded"/>.
    /// </summary>
    public static IEnumerable<Refusal> Blocks(IncidentState incident)
    {
        if (!incident.Assignments.IsEmpty)
        {
            yield return Block(RefusalCode.UnitsCommitted, incident, "still has units committed", incident.Assignments.Select(static a => a.Callsign));
        }

        if (incident.ResultCode.Length == 0)
        {
            yield return new Refusal(RefusalCode.NotResulted, $"CAD {incident.Cad} has no result code yet.", "cad");
        }

        var procedure = incident.Procedure;
        if (procedure.OpenQuestions.Select(static q => $"{q.Id} (to {q.To}): {q.Words}").ToList() is { Count: > 0 } questions)
        {
            yield return Block(RefusalCode.OpenQuestionsRemain, incident, "has open questions", questions);
        }

        if (procedure.OpenRequests.Select(static r => $"{r.Id}: {r.Words}").ToList() is { Count: > 0 } requests)
        {
            yield return Block(RefusalCode.AgencyRequestsRemain, incident, "has agencies to be called or chased", requests);
        }

        if (ForceRequestDecisions.Closing(incident) is Decision.Refused { Refusal: var undecided })
        {
            yield return undecided;
        }

        if (CentralCommand.Standing(incident) is { } declared)
        {
            yield return declared;
        }

        if (!procedure.Calls.IsEmpty)
        {
            yield return Block(RefusalCode.CallInProgress, incident, "has a caller on the line", procedure.Calls);
        }

        if (incident.Pending.FirstOrDefault(IsAssessment) is { } stale)
        {
            yield return Block(RefusalCode.AssessmentOutOfDate, incident, "must be assessed anew", [stale.Words]);
        }

        if (procedure.MissingOutcomes.Select(static o => $"{o.Id}: {o.Words}").ToList() is { Count: > 0 } outcomes)
        {
            yield return Block(RefusalCode.OutcomeMissing, incident, "lacks what its procedure wants on record", outcomes);
        }
    }

    /// <summary>Why it takes a supervisor to close it, as the end of a sentence; null when it does not.</summary>
    public static string? SupervisorNeeded(IncidentState incident) =>
        incident.Procedure.Supervised is { IsEmpty: false } types ? $"is of a supervised type ({string.Join(", ", types)})" : null;

    /// <summary>Decides whether an incident is closed. Only a person closes one; no timer ever does.</summary>
    internal static Decision Decide(IncidentState state, CloseIncident command, Actor by, DateTimeOffset now)
    {
        if (by.Role == Role.System)
        {
            return Decision.Refuse(RefusalCode.RoleNotAllowed, "An incident is closed by a person.", "x-role");
        }

        if (Blocks(state).FirstOrDefault() is { } block)
        {
            return new Decision.Refused(block);
        }

        if (SupervisorNeeded(state) is { } why && !by.IsAtLeast(Role.Supervisor))
        {
            return Decision.Refuse(
                RefusalCode.SupervisorNeeded, $"CAD {state.Cad} {why}: it closes on a supervisor's word; {by.Operator} acts as {by.Role}.", "x-role");
        }

        var role = state.Grade == Grade.Referred ? Role.CallHandler : Role.Despatcher;
        var closed = new IncidentClosed(command.Words, command.Authority) { At = now, By = by };
        return IncidentDecisions.Needs(by, role, "close an incident")
            ?? CentralCommand.Forbids(state, by, command.Authority, "close it")
            ?? IncidentCallerDecisions.BeforeClose(state, command, by)
            ?? (IncidentCallerDecisions.Told(command, by, now) is { } told
                ? Decision.Accept(state.Key, told, closed)
                : Decision.Accept(state.Key, closed));
    }

    private static bool IsAssessment(Pending pending) => pending is { Clock: EscalationClock.Reassess, Item: "assessment" };

    private static Refusal Block(RefusalCode code, IncidentState incident, string what, IEnumerable<string> items) =>
        new(code, $"CAD {incident.Cad} {what}: {string.Join("; ", items)}.", "cad");
}
