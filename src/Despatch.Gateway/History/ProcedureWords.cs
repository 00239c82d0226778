using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.History;

/// <summary>The facts of a procedure in words; null for any other.</summary>
internal static class ProcedureWords
{
    public static string? Of(DomainEvent fact) => fact switch
    {
        ProcedureOpened e => Opened(e),
        IncidentRecoded e => $"Recoded from {e.Was} to {e.OpeningCode}: {e.Words}",
        QuestionAsked e => $"Question {e.Question} to the {Roles.Write(e.To)}: {e.Words}",
        QuestionAnswered e => $"Answer to {e.Question}: {e.Words}",
        QuestionWithdrawn e => $"Question {e.Question} was withdrawn because: {e.Reason}",
        AgencyRequested e => $"{e.Agency} is to be called ({e.Request}): {e.Words}",
        AgencyCalled e => $"{e.Request} was called{Told(e.Told)}. It {Reply(e.Reply)}{(e.Said.Length > 0 ? $": {e.Said}" : ".")}",
        AgencyRequestWithdrawn e => $"The request {e.Request} was withdrawn because: {e.Reason}",
        OutcomeRecorded e => $"Outcome {e.Outcome}, by {e.DoneBy}: {e.Words}",
        CallKept e => $"The caller of {e.Contact} is on the line.",
        CallEnded e => $"The call of {e.Contact} is over.",
        MarkedSupervised e => $"Marked as a supervised type, {e.Type}: {e.Words}",
        _ => null,
    };

    private static string Opened(ProcedureOpened e)
    {
        var now = e.Procedure.AtOnce();
        string[] parts =
        [
            .. now.Questions.Select(q => $"{q.Id} (to the {Roles.Write(q.To)}): {q.Words}"),
            .. now.Requests.Select(r => $"call {r.Agency}: {r.Words}"),
            .. now.Skills.Select(s => $"send {Enums.Write(s.Skill)}"),
            .. now.Outcomes.Select(o => $"before closing: {o.Words}"),
            .. now.Supervised.Select(t => $"closes on a supervisor's word ({t})"),
        ];
        var how = e.Instead ? " in place of the former" : "";
        return $"The procedure of {e.Procedure.Code} was opened{how}. {(parts.Length > 0 ? string.Join("; ", parts) : "It asks for nothing")}.";
    }

    private static string Told(string told) => told.Length > 0 ? $" and told: {told}" : "";

    private static string Reply(AgencyReply reply) => reply switch
    {
        AgencyReply.None => "has not answered",
        AgencyReply.PutOff => "puts off, which is no answer",
        AgencyReply.Agreed => "does what it was asked",
        AgencyReply.Refused => "refuses",
        _ => throw new ArgumentException($"There are no words for {reply}.", nameof(reply)),
    };
}
