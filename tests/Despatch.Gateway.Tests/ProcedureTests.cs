using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Tests;

/// <summary>Procedures over the API.</summary>
public sealed class ProcedureTests : IClassFixture<GatewayFixture>
{
    private const string Cad = "1/21NOV26";

    private readonly GatewayFixture _gateway;

    public ProcedureTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    [Fact]
    public async Task Commands_reach_the_incident_s_grain_as_what_they_are()
    {
        var incidents = _gateway.Incidents;
        var by = GatewayFixture.AsSupervisor;
        await incidents.ChangeCodeAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, OpeningCode = "36", Words = "dead" }, by);
        await incidents.AskQuestionAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, To = "call-handler", Words = "where?" }, by);
        await incidents.AnswerQuestionAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Question = "asked-1", Words = "here" }, by);
        await incidents.WithdrawQuestionAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Question = "asked-1", Reason = "seen" }, by);
        await incidents.RequestAgencyAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Agency = "taxi-firm", Words = "where to?" }, by);
        await incidents.CallAgencyAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "taxi-firm", Told = "police", Said = "e-mail us", Reply = V1.AgencyReply.PutOff }, by);
        await incidents.WithdrawAgencyRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "taxi-firm", Reason = "found" }, by);
        await incidents.RecordOutcomeAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Outcome = "person-seen", Words = "spoken to", DoneBy = "AS21" }, by);
        await incidents.KeepCallAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, ContactId = "contact-1" }, by);
        await incidents.EndCallAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, ContactId = "contact-1" }, by);
        await incidents.MarkSupervisedAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Type = "police-restraint", Words = "held down" }, by);

        Assert.Equal(
            [
                new ChangeCode("36", "dead"), new AskQuestion(Role.CallHandler, "where?"), new AnswerQuestion("asked-1", "here"),
                new WithdrawQuestion("asked-1", "seen"), new RequestAgency("taxi-firm", "where to?"),
                new CallAgency("taxi-firm", "police", "e-mail us", AgencyReply.PutOff), new WithdrawAgencyRequest("taxi-firm", "found"),
                new RecordOutcome("person-seen", "spoken to", "AS21"), new KeepCall("contact-1"), new EndCall("contact-1"), new MarkSupervised("police-restraint", "held down"),
            ],
            _gateway.Grains.Commands.Select(c => c.Command));
    }

    [Fact]
    public void A_row_says_what_is_asked_how_far_it_is_and_what_keeps_the_incident_open()
    {
        var state = ProcedureFacts.All.Select(f => f.Fact).Take(1).Aggregate(Opened(), IncidentState.Evolve);
        var row = ProcedureRows.Write(state);
        var question = Assert.Single(row.Questions);
        Assert.Equal(("vital-signs", "call-handler", "", null), (question.Id, question.To, question.AskedBy, question.End));
        var request = Assert.Single(row.AgencyRequests);
        Assert.Equal(("ambulance", V1.AgencyReply.Unspecified, 0), (request.Id, request.Reply, request.Calls));
        Assert.Equal(["method-of-entry"], row.Skills, StringComparer.Ordinal);
        Assert.True(row.SupervisorCloses);
        Assert.Equal(["not-resulted", "open-questions-remain", "agency-requests-remain", "outcome-missing"], row.Blocks, StringComparer.Ordinal);

        var at = state.OpenedAt.AddMinutes(1);
        var by = new Actor("SUP1", Role.Supervisor);
        state = IncidentState.Evolve(state, new QuestionAnswered("vital-signs", "no") { At = at, By = by });
        state = IncidentState.Evolve(state, new AgencyCalled("ambulance", "come", "busy: ring later", AgencyReply.PutOff) { At = at, By = by });
        state = IncidentState.Evolve(state, new OutcomeRecorded("seen", "spoken to", "AS21") { At = at, By = by });
        row = ProcedureRows.Write(state);
        Assert.Equal(("SUP1", "no"), (row.Questions[0].End.Operator, row.Questions[0].End.Words));
        Assert.Equal((V1.AgencyReply.PutOff, 1, "busy: ring later", null), (row.AgencyRequests[0].Reply, row.AgencyRequests[0].Calls, row.AgencyRequests[0].Said, row.AgencyRequests[0].End));
        Assert.Equal(("spoken to", "AS21", "SUP1"), (row.Outcomes[0].Done, row.Outcomes[0].DoneBy, row.Outcomes[0].Operator));
        Assert.Equal(["not-resulted", "agency-requests-remain"], row.Blocks, StringComparer.Ordinal);
        Assert.Empty(ProcedureRows.Write(IncidentState.Evolve(state, new IncidentClosed("") { At = at, By = by })).Blocks);
    }

    private static IncidentState Opened() => IncidentState.Evolve(
        IncidentState.Initial,
        new IncidentOpened(new CadNumber(1, new DateOnly(2026, 11, 21)), "36", "help", new Place(null, "", "", "AS"), "", "", "")
        {
            At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
            By = new Actor("CALL1", Role.CallHandler),
        });
}
