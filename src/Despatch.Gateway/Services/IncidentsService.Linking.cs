using Despatch.Domain.Linking;
using Despatch.Gateway.Checks;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>People, links and duplicates.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> NamePerson(V1.NamePersonRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new NamePerson(check.Person(request.Person, "person")));

    public override Task<V1.CommandReply> Link(V1.LinkRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new LinkIncident(
            check.Cad(request.ToCad, "to_cad").Key, check.Text(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> Unlink(V1.UnlinkRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new UnlinkIncident(
            check.Cad(request.ToCad, "to_cad").Key, check.Text(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> DismissCandidate(V1.DismissCandidateRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new DismissCandidate(
            check.Cad(request.CandidateCad, "candidate_cad").Key, check.Text(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> FoldDuplicate(V1.FoldDuplicateRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new FoldDuplicate(
            check.Cad(request.IntoCad, "into_cad").Key, check.Text(request.Reason, "reason", TextChecks.ReasonLength)));
}
