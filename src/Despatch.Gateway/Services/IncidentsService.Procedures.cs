using Despatch.Domain.Incidents;
using Despatch.Gateway.Checks;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>What the API offers of an incident's procedure.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> ChangeCode(V1.ChangeCodeRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new ChangeCode(
            check.OpeningCode(request.OpeningCode, "opening_code"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AskQuestion(V1.AskQuestionRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AskQuestion(
            check.Role(request.To, "to"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AnswerQuestion(V1.AnswerQuestionRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AnswerQuestion(
            check.Id(request.Question, "question"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> WithdrawQuestion(V1.WithdrawQuestionRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new WithdrawQuestion(
            check.Id(request.Question, "question"), check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> RequestAgency(V1.RequestAgencyRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new RequestAgency(
            check.Agency(request.Agency, "agency"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> CallAgency(V1.CallAgencyRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new CallAgency(
            check.Id(request.Request, "request"),
            check.OptionalText(request.Told, "told", TextChecks.ReasonLength),
            check.OptionalText(request.Said, "said", TextChecks.ReasonLength),
            check.AgencyReply(request.Reply, "reply")));

    public override Task<V1.CommandReply> WithdrawAgencyRequest(V1.WithdrawAgencyRequestRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new WithdrawAgencyRequest(
            check.Id(request.Request, "request"), check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> RecordOutcome(V1.RecordOutcomeRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new RecordOutcome(
            check.Id(request.Outcome, "outcome"),
            check.Text(request.Words, "words", TextChecks.ReasonLength),
            check.Text(request.DoneBy, "done_by", TextChecks.NameLength)));

    public override Task<V1.CommandReply> KeepCall(V1.KeepCallRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new KeepCall(check.ContactId(request.ContactId, "contact_id")));

    public override Task<V1.CommandReply> EndCall(V1.EndCallRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new EndCall(check.ContactId(request.ContactId, "contact_id")));

    public override Task<V1.CommandReply> MarkSupervised(V1.MarkSupervisedRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new MarkSupervised(
            check.SupervisedType(request.Type, "type"), check.Text(request.Words, "words", TextChecks.ReasonLength)));
}
