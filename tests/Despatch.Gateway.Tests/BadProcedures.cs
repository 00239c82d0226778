namespace Despatch.Gateway.Tests;

/// <summary>Bad requests about procedures.</summary>
internal static class BadProcedures
{
    private const string Cad = "1/21NOV26";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        BadRequests.Of("a code that the force has not", "opening_code", g => g.Incidents.ChangeCodeAsync(
            new V1.ChangeCodeRequest { Command = GatewayFixture.Command(), Cad = Cad, OpeningCode = "999", Words = "why" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a recoding without words", "words", g => g.Incidents.ChangeCodeAsync(
            new V1.ChangeCodeRequest { Command = GatewayFixture.Command(), Cad = Cad, OpeningCode = "36" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a question to nobody", "to", g => g.Incidents.AskQuestionAsync(
            new V1.AskQuestionRequest { Command = GatewayFixture.Command(), Cad = Cad, To = "mayor", Words = "why?" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a question without words", "words", g => g.Incidents.AskQuestionAsync(
            new V1.AskQuestionRequest { Command = GatewayFixture.Command(), Cad = Cad, To = "supervisor" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("an answer to no question", "question", g => g.Incidents.AnswerQuestionAsync(
            new V1.AnswerQuestionRequest { Command = GatewayFixture.Command(), Cad = Cad, Words = "yes" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("an answer without words", "words", g => g.Incidents.AnswerQuestionAsync(
            new V1.AnswerQuestionRequest { Command = GatewayFixture.Command(), Cad = Cad, Question = "asked-1" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a question withdrawn with 4,001", "reason", g => g.Incidents.WithdrawQuestionAsync(
            new V1.WithdrawQuestionRequest { Command = GatewayFixture.Command(), Cad = Cad, Question = "asked-1", Reason = new string('w', 4_001) },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("an agency that the force has not", "agency", g => g.Incidents.RequestAgencyAsync(
            new V1.RequestAgencyRequest { Command = GatewayFixture.Command(), Cad = Cad, Agency = "circus", Words = "come" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a call with no reply said", "reply", g => g.Incidents.CallAgencyAsync(
            new V1.CallAgencyRequest { Command = GatewayFixture.Command(), Cad = Cad, Request = "ambulance", Told = "come" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a request of no form withdrawn", "request", g => g.Incidents.WithdrawAgencyRequestAsync(
            new V1.WithdrawAgencyRequestRequest { Command = GatewayFixture.Command(), Cad = Cad, Request = "a b" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("an outcome by nobody", "done_by", g => g.Incidents.RecordOutcomeAsync(
            new V1.RecordOutcomeRequest { Command = GatewayFixture.Command(), Cad = Cad, Outcome = "person-seen", Words = "seen" },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("a call of no contact kept", "contact_id", g => g.Incidents.KeepCallAsync(
            new V1.KeepCallRequest { Command = GatewayFixture.Command(), Cad = Cad, ContactId = "4711" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a call of no contact ended", "contact_id", g => g.Incidents.EndCallAsync(
            new V1.EndCallRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a supervised type that the force has not", "type", g => g.Incidents.MarkSupervisedAsync(
            new V1.MarkSupervisedRequest { Command = GatewayFixture.Command(), Cad = Cad, Type = "lost-dogs", Words = "a dog" },
            GatewayFixture.AsSupervisor)),
    ];
}
