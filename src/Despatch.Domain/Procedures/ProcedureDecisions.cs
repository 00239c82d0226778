using System.Globalization;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Procedures;

/// <summary>What an incident decides about its procedure. Pure.</summary>
public static class ProcedureDecisions
{
    /// <summary>
    /// Decides whether an incident gets another code. What the former procedure still asks stays beside the new one, unless a supervisor
    /// says that it is another matter altogether: recoding is no way round a question.
    /// </summary>
    public static Decision ChangeCode(string key, IncidentState state, ProcedureBook book, ChangeCode command, Actor by, DateTimeOffset now)
    {
        if (!state.Exists || state.IsClosed)
        {
            return state.Exists ? IncidentDecisions.Closed(state) : IncidentDecisions.Unknown(key);
        }

        if (string.Equals(state.OpeningCode, command.OpeningCode, StringComparison.Ordinal))
        {
            return Decision.Refuse(RefusalCode.CodeUnchanged, $"CAD {state.Cad} has the opening code {state.OpeningCode} already.", "opening_code");
        }

        var procedure = book.Of(command.OpeningCode).Hearing(state.Words).Hearing(command.Words);
        return IncidentDecisions.Needs(by, Role.CallHandler, "change an opening code")
            ?? IncidentDecisions.Words(command.OpeningCode, "opening_code")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(
                state.Key,
                new IncidentRecoded(command.OpeningCode, state.OpeningCode, command.Words) { At = now, By = by },
                new ProcedureOpened(procedure, Instead: by.IsAtLeast(Role.Supervisor)) { At = now, By = by });
    }

    internal static Decision Ask(IncidentState state, AskQuestion command, Actor by, DateTimeOffset now)
    {
        if (command.To == Role.System)
        {
            return Decision.Refuse(RefusalCode.InvalidField, "to must be the role of a person.", "to");
        }

        var number = state.Procedure.Questions.Count(static q => q.AskedBy.Length > 0) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"asked-{number}");
        return IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(state.Key, new QuestionAsked(id, command.To, command.Words) { At = now, By = by });
    }

    internal static Decision Answer(IncidentState state, AnswerQuestion command, Actor by, DateTimeOffset now) =>
        OpenQuestion(state, command.Question, out var question)
        ?? IncidentDecisions.Needs(by, question!.To, $"answer {question.Id}")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(state.Key, new QuestionAnswered(command.Question, command.Words) { At = now, By = by });

    internal static Decision Withdraw(IncidentState state, WithdrawQuestion command, Actor by, DateTimeOffset now) =>
        OpenQuestion(state, command.Question, out var question)
        ?? IncidentDecisions.Needs(by, question!.To > Role.Despatcher ? question.To : Role.Despatcher, $"withdraw {question.Id}")
        ?? Reason(command.Reason, "Withdrawing a question")
        ?? Decision.Accept(state.Key, new QuestionWithdrawn(command.Question, command.Reason) { At = now, By = by });

    internal static Decision Request(IncidentState state, RequestAgency command, Actor by, DateTimeOffset now)
    {
        var before = state.Procedure.Requests.Where(r => string.Equals(r.Agency, command.Agency, StringComparison.Ordinal)).ToList();
        if (before.Find(static r => r.End is null) is { } open)
        {
            return Decision.Refuse(
                RefusalCode.AgencyRequestExists, $"{open.Agency} is to be called already, by request {open.Id}: chase it.", "agency");
        }

        var id = before.Count == 0 ? command.Agency : string.Create(CultureInfo.InvariantCulture, $"{command.Agency}-{before.Count + 1}");
        return IncidentDecisions.Needs(by, Role.CallHandler, "request an agency")
            ?? IncidentDecisions.Words(command.Agency, "agency")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(state.Key, new AgencyRequested(id, command.Agency, command.Words) { At = now, By = by });
    }

    internal static Decision Call(IncidentState state, CallAgency command, Actor by, DateTimeOffset now)
    {
        if (OpenRequest(state, command.Request, out var request) is { } unknown)
        {
            return unknown;
        }

        if (request!.Calls == 0 && string.IsNullOrWhiteSpace(command.Told))
        {
            return Decision.Refuse(RefusalCode.InvalidField, $"told must say what {request.Agency} was told.", "told");
        }

        return IncidentDecisions.Needs(by, Role.CallHandler, "call an agency")
            ?? (command.Reply == AgencyReply.None ? null : IncidentDecisions.Words(command.Said, "said"))
            ?? Decision.Accept(state.Key, new AgencyCalled(command.Request, command.Told, command.Said, command.Reply) { At = now, By = by });
    }

    internal static Decision Withdraw(IncidentState state, WithdrawAgencyRequest command, Actor by, DateTimeOffset now) =>
        OpenRequest(state, command.Request, out _)
        ?? IncidentDecisions.Needs(by, Role.Despatcher, "withdraw a request to an agency")
        ?? Reason(command.Reason, "Withdrawing a request")
        ?? Decision.Accept(state.Key, new AgencyRequestWithdrawn(command.Request, command.Reason) { At = now, By = by });

    internal static Decision Record(IncidentState state, RecordOutcome command, Actor by, DateTimeOffset now)
    {
        if (!state.Procedure.Outcomes.Any(o => string.Equals(o.Id, command.Outcome, StringComparison.Ordinal)))
        {
            return Decision.Refuse(
                RefusalCode.OutcomeUnknown, $"The procedure of CAD {state.Cad} asks for no outcome '{command.Outcome}'.", "outcome");
        }

        return IncidentDecisions.Needs(by, Role.CallHandler, "record an outcome")
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? IncidentDecisions.Words(command.DoneBy, "done_by")
            ?? Decision.Accept(state.Key, new OutcomeRecorded(command.Outcome, command.Words, command.DoneBy) { At = now, By = by });
    }

    internal static Decision Mark(IncidentState state, MarkSupervised command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "mark an incident as supervised")
        ?? IncidentDecisions.Words(command.Type, "type")
        ?? IncidentDecisions.Words(command.Words, "words")
        ?? Decision.Accept(state.Key, new MarkedSupervised(command.Type, command.Words) { At = now, By = by });

    internal static Decision Keep(IncidentState state, KeepCall command, Actor by, DateTimeOffset now) =>
        !state.Contacts.Contains(command.Contact, StringComparer.Ordinal)
            ? Decision.Refuse(RefusalCode.ContactUnknown, $"{command.Contact} is not about CAD {state.Cad}.", "contact_id")
            : IncidentDecisions.Needs(by, Role.CallHandler, "keep a caller on the line")
                ?? Decision.Accept(state.Key, new CallKept(command.Contact) { At = now, By = by });

    internal static Decision End(IncidentState state, EndCall command, Actor by, DateTimeOffset now) =>
        !state.Procedure.Calls.Contains(command.Contact, StringComparer.Ordinal)
            ? Decision.Refuse(RefusalCode.ContactEnded, $"The caller of {command.Contact} is not on the line.", "contact_id")
            : IncidentDecisions.Needs(by, Role.CallHandler, "end a call")
                ?? Decision.Accept(state.Key, new CallEnded(command.Contact) { At = now, By = by });

    private static Decision? OpenQuestion(IncidentState state, string id, out Question? question)
    {
        question = state.Procedure.QuestionOf(id);
        return question is null
            ? Decision.Refuse(RefusalCode.QuestionUnknown, $"CAD {state.Cad} has no question '{id}'.", "question")
            : question.End is { } end
                ? Decision.Refuse(RefusalCode.QuestionEnded, $"{id} was {(end.Withdrawn ? "withdrawn" : "answered")} by {end.By}: {end.Words}", "question")
                : null;
    }

    private static Decision? OpenRequest(IncidentState state, string id, out AgencyRequest? request)
    {
        request = state.Procedure.RequestOf(id);
        return request is null
            ? Decision.Refuse(RefusalCode.AgencyRequestUnknown, $"CAD {state.Cad} has no request '{id}' to an agency.", "request")
            : request.End is { } end
                ? Decision.Refuse(
                    RefusalCode.AgencyRequestEnded, $"{id} was {(end.Withdrawn ? "withdrawn" : "answered")} by {end.By}: {end.Words}", "request")
                : null;
    }

    private static Decision? Reason(string reason, string what) =>
        string.IsNullOrWhiteSpace(reason) ? Decision.Refuse(RefusalCode.ReasonNeeded, $"{what} takes a reason.", "reason") : null;
}
