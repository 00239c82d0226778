using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;

namespace Despatch.Gateway.Wire;

/// <summary>An incident's procedure as the API's message.</summary>
internal static class ProcedureRows
{
    public static V1.Procedure Write(IncidentState incident)
    {
        var state = incident.Procedure;
        var row = new V1.Procedure { SupervisorCloses = Closing.SupervisorNeeded(incident) is not null };
        row.Questions.AddRange(state.Questions.Select(Write));
        row.AgencyRequests.AddRange(state.Requests.Select(Write));
        row.Skills.AddRange(state.Skills.Select(Enums.Write));
        row.Outcomes.AddRange(state.Outcomes.Select(Write));
        row.Supervised.AddRange(state.Supervised);
        row.Calls.AddRange(state.Calls);
        if (!incident.IsClosed)
        {
            row.Blocks.AddRange(Closing.Blocks(incident).Select(static b => b.WireCode));
        }

        return row;
    }

    public static AgencyReply? Read(V1.AgencyReply reply) => reply switch
    {
        V1.AgencyReply.None => AgencyReply.None,
        V1.AgencyReply.PutOff => AgencyReply.PutOff,
        V1.AgencyReply.Agreed => AgencyReply.Agreed,
        V1.AgencyReply.Refused => AgencyReply.Refused,
        _ => null,
    };

    public static V1.AgencyReply Write(AgencyReply reply) => reply switch
    {
        AgencyReply.None => V1.AgencyReply.None,
        AgencyReply.PutOff => V1.AgencyReply.PutOff,
        AgencyReply.Agreed => V1.AgencyReply.Agreed,
        AgencyReply.Refused => V1.AgencyReply.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not a reply."),
    };

    private static V1.Question Write(Question question) => new()
    {
        Id = question.Id,
        To = Roles.Write(question.To),
        Words = question.Words,
        Check = question.IsCheck,
        AskedBy = question.AskedBy,
        Since = ToWire.Time(question.Since),
        End = Write(question.End),
    };

    private static V1.AgencyRequest Write(AgencyRequest request) => new()
    {
        Id = request.Id,
        Agency = request.Agency,
        Words = request.Words,
        AskedBy = request.AskedBy,
        Since = ToWire.Time(request.Since),
        Calls = request.Calls,
        Said = request.Said,
        Reply = request.Calls == 0 ? V1.AgencyReply.Unspecified : Write(request.Reply),
        End = Write(request.End),
    };

    private static V1.ItemEnd? Write(ItemEnd? end) => end is null
        ? null
        : new V1.ItemEnd { Operator = end.By, At = ToWire.Time(end.At), Words = end.Words, Withdrawn = end.Withdrawn };

    private static V1.Outcome Write(Outcome outcome) => new()
    {
        Id = outcome.Id,
        Words = outcome.Words,
        Done = outcome.Done?.Words ?? "",
        DoneBy = outcome.Done?.DoneBy ?? "",
        Operator = outcome.Done?.By ?? "",
        At = ToWire.Time(outcome.Done?.At),
    };
}
