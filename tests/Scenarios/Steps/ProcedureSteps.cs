using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What people do with the procedure of an incident: questions, agencies, outcomes, another code.</summary>
internal static class ProcedureSteps
{
    public static Verb[] All { get; } =
    [
        new("recodes {cad} as {code:word}: {words:text}", static async d =>
            await d.World.Incidents.ChangeCodeAsync(new() { Command = d.Command, Cad = d.Id("cad"), OpeningCode = d["code"], Words = d["words"] }, d.As)),
        new("asks the {role:word} of {cad}: {words:text}", static async d =>
            await d.World.Incidents.AskQuestionAsync(new() { Command = d.Command, Cad = d.Id("cad"), To = d["role"], Words = d["words"] }, d.As)),
        new("answers {question:word} of {cad}: {words:text}", static async d =>
            await d.World.Incidents.AnswerQuestionAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Question = d["question"], Words = d["words"] }, d.As)),
        new("calls {agency:word} for {cad}, told {told:text}, which {reply:word}: {said:text}", static async d =>
            await d.World.Incidents.CallAgencyAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Request = d["agency"], Told = d["told"], Said = d["said"], Reply = Reply(d["reply"]) }, d.As)),
        new("needs no {agency:word} for {cad} because {reason:text}", static async d =>
            await d.World.Incidents.WithdrawAgencyRequestAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Request = d["agency"], Reason = d["reason"] }, d.As)),
        new("records {outcome:word} of {cad}, done by {who:text}: {words:text}", static async d =>
            await d.World.Incidents.RecordOutcomeAsync(
                new() { Command = d.Command, Cad = d.Id("cad"), Outcome = d["outcome"], DoneBy = d["who"], Words = d["words"] }, d.As)),
    ];

    private static V1.AgencyReply Reply(string word) => word switch
    {
        "agrees" => V1.AgencyReply.Agreed,
        "refuses" => V1.AgencyReply.Refused,
        "puts-off" => V1.AgencyReply.PutOff,
        _ => V1.AgencyReply.None,
    };
}
