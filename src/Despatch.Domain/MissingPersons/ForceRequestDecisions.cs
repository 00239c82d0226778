using System.Globalization;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.MissingPersons;

/// <summary>
/// Requests between forces about a missing person. Seeds/004, 'A recommended approach: force control rooms and missing persons': a man was dead in
/// a wood before the other force had begun to search, after "email tennis". So nothing is decided before somebody named has spoken by
/// telephone, a refusal takes an inspector and a rationale, and a request without a decision stays on its clock. Pure.
/// </summary>
public static class ForceRequestDecisions
{
    /// <summary>Decides a command about a request; null if it is another command.</summary>
    internal static Decision? Decide(IncidentState incident, IncidentCommand command, Actor by, DateTimeOffset now) => command switch
    {
        RequestForce c => Request(incident, c, by, now),
        AcknowledgeForceRequest c => Find(incident, c.Request) ?? Acknowledge(incident, c, by, now),
        EscalateForceRequest c => Find(incident, c.Request) ?? Escalate(incident, c, by, now),
        DecideForceRequest c => Find(incident, c.Request) ?? DecideRequest(incident, c, by, now),
        WithdrawForceRequest c => Find(incident, c.Request) ?? Withdraw(incident, c, by, now),
        _ => null,
    };

    /// <summary>No incident is closed over a request that nobody has decided.</summary>
    internal static Decision? Closing(IncidentState incident) =>
        incident.Forces.Open.FirstOrDefault() is { } open
            ? Decision.Refuse(
                RefusalCode.ForceRequestOpen, $"CAD {incident.Cad} has the request {open.Id} with {open.Force} without a decision: decide or withdraw it first.", "cad")
            : null;

    private static Decision Request(IncidentState incident, RequestForce command, Actor by, DateTimeOffset now)
    {
        var same = incident.Forces.Open.FirstOrDefault(r =>
            r.Direction == command.Direction && r.Kind == command.Kind && string.Equals(r.Force, command.Force, StringComparison.Ordinal));
        if (same is not null)
        {
            return Decision.Refuse(RefusalCode.ForceRequestOpen, $"{same.Id} asks {same.Force} for the same and is not decided: chase that one.", "force");
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"mp{incident.Forces.All.Length + 1}");
        return IncidentDecisions.Needs(by, Role.CallHandler, "record a request between forces")
            ?? IncidentDecisions.Words(command.Force, "force")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(
                incident.Key,
                new ForceRequested(id, command.Direction, command.Kind, command.Force, command.Notice, command.Words) { At = now, By = by });
    }

    private static Decision Acknowledge(IncidentState incident, AcknowledgeForceRequest command, Actor by, DateTimeOffset now) =>
        Owed(incident, command.Request)
        ?? IncidentDecisions.Needs(by, Role.CallHandler, "acknowledge a request between forces")
        ?? IncidentDecisions.Words(command.Name, "name")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(incident.Key, new ForceRequestAcknowledged(command.Request, command.Name, command.Words) { At = now, By = by });

    /// <summary>First to inspectors, from there to chief inspectors; a refusal may be put to chief inspectors too.</summary>
    private static Decision Escalate(IncidentState incident, EscalateForceRequest command, Actor by, DateTimeOffset now)
    {
        var stage = incident.Forces.Of(command.Request)!.Stage;
        var possible = command.To switch
        {
            Role.DutyOfficer => stage is ForceRequestStage.Requested or ForceRequestStage.Acknowledged,
            Role.ChiefInspector => stage is ForceRequestStage.WithInspectors
                || (stage == ForceRequestStage.Refused && incident.Forces.Of(command.Request)!.DecidedBy.Length > 0),
            _ => false,
        };
        if (command.To is not (Role.DutyOfficer or Role.ChiefInspector))
        {
            return Decision.Refuse(RefusalCode.InvalidField, "to must be an inspector (DutyOfficer) or a chief inspector.", "to");
        }

        if (!possible)
        {
            return Decision.Refuse(
                RefusalCode.ForceRequestStage,
                command.To == Role.DutyOfficer
                    ? $"{command.Request} goes to inspectors before it is decided and once; it is {stage}."
                    : $"{command.Request} goes to chief inspectors when inspectors disagree or one has refused; it is {stage}.",
                "to");
        }

        return IncidentDecisions.Needs(by, Role.Despatcher, "put a request between forces to commanders")
            ?? IncidentDecisions.Words(command.Ours, "ours")
            ?? IncidentDecisions.Words(command.Theirs, "theirs")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(
                incident.Key,
                new ForceRequestEscalated(command.Request, command.To, command.Ours, command.Theirs, command.Words) { At = now, By = by });
    }

    private static Decision DecideRequest(IncidentState incident, DecideForceRequest command, Actor by, DateTimeOffset now)
    {
        var request = incident.Forces.Of(command.Request)!;
        if (Owed(incident, command.Request) is { } ended)
        {
            return ended;
        }

        if (request.Stage == ForceRequestStage.Requested)
        {
            return Decision.Refuse(
                RefusalCode.ForceRequestStage, $"{request.Id} is not acknowledged: speak to {request.Force} by telephone before it is decided.", "request");
        }

        if (Decider(request, command, by) is { } refused)
        {
            return refused;
        }

        var theirs = request.Direction == ForceDirection.ToForce;
        var (name, rank) = theirs ? (command.DecidedBy, command.Rank!.Value) : (by.Operator, by.Role);
        return Rank(request, command, rank)
            ?? Decision.Accept(incident.Key, new ForceRequestDecided(request.Id, command.Accepted, name, rank, command.Rationale) { At = now, By = by });
    }

    private static Decision? Decider(ForceRequest request, DecideForceRequest command, Actor by)
    {
        if (request.Direction == ForceDirection.FromForce)
        {
            return command.DecidedBy.Length > 0 || command.Rank is not null
                ? Decision.Refuse(RefusalCode.InvalidField, $"decided_by must be empty: {request.Id} is asked of this force, and whoever sends this decides it.", "decided_by")
                : IncidentDecisions.Needs(by, Role.Supervisor, "decide a request of another force");
        }

        return IncidentDecisions.Needs(by, Role.Despatcher, "record another force's decision")
            ?? IncidentDecisions.Words(command.DecidedBy, "decided_by")
            ?? (command.Rank is null ? Decision.Refuse(RefusalCode.InvalidField, "rank must say in what rank it was decided.", "rank") : null);
    }

    /// <summary>A refusal is an inspector's, with a rationale; what was put to chief inspectors is theirs to decide.</summary>
    private static Decision? Rank(ForceRequest request, DecideForceRequest command, Role rank)
    {
        var needed = request.Stage == ForceRequestStage.WithChiefInspectors ? Role.ChiefInspector
            : command.Accepted ? Role.Crew
            : Role.DutyOfficer;
        if (rank < needed || rank == Role.System)
        {
            return Decision.Refuse(
                RefusalCode.AuthorityNeeded,
                needed == Role.ChiefInspector ? $"{request.Id} is with the chief inspectors: it takes one to decide it."
                    : $"To refuse {request.Id} takes an inspector (duty officer) at least.",
                request.Direction == ForceDirection.ToForce ? "rank" : "x-role");
        }

        return !command.Accepted && string.IsNullOrWhiteSpace(command.Rationale)
            ? Decision.Refuse(RefusalCode.ReasonNeeded, "Refusing a request takes a rationale: it goes back on the national transfer form.", "rationale")
            : null;
    }

    private static Decision Withdraw(IncidentState incident, WithdrawForceRequest command, Actor by, DateTimeOffset now) =>
        Owed(incident, command.Request)
        ?? IncidentDecisions.Needs(by, Role.Despatcher, "withdraw a request between forces")
        ?? (string.IsNullOrWhiteSpace(command.Reason) ? Decision.Refuse(RefusalCode.ReasonNeeded, "Withdrawing a request takes a reason.", "reason") : null)
        ?? Decision.Accept(incident.Key, new ForceRequestWithdrawn(command.Request, command.Reason) { At = now, By = by });

    private static Decision? Find(IncidentState incident, string request) =>
        incident.Forces.Of(request) is null
            ? Decision.Refuse(RefusalCode.ForceRequestUnknown, $"CAD {incident.Cad} has no request {request} between forces.", "request")
            : null;

    private static Decision? Owed(IncidentState incident, string request) =>
        incident.Forces.Of(request) is { IsOpen: false, Stage: var stage }
            ? Decision.Refuse(RefusalCode.ForceRequestStage, $"{request} has ended: it is {stage}.", "request")
            : null;
}
