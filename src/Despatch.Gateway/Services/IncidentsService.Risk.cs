using Despatch.Domain.Risk;
using Despatch.Gateway.Checks;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>The part about risk: gradings below the proposal, intelligence checks, what crews have acknowledged.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> ReviewGrading(V1.ReviewGradingRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new ReviewGrading(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> RecordCheck(V1.RecordCheckRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new RecordCheck(
            check.CheckKind(request.Kind, "kind"),
            check.OptionalSubject(request.Subject, "subject"),
            check.Text(request.Result, "result", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AcknowledgeBriefing(V1.AcknowledgeBriefingRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AcknowledgeBriefing(
            check.Callsign(request.Callsign, "callsign"),
            request.Briefing,
            check.OptionalText(request.Words, "words", TextChecks.ReasonLength)));
}
