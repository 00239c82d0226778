using Despatch.Domain.Callers;
using Despatch.Gateway.Checks;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>What is said to an incident's callers.</summary>
internal sealed partial class IncidentsService
{
    public override Task<V1.CommandReply> PromiseUpdate(V1.PromiseUpdateRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new PromiseUpdate(
            check.PromiseKind(request.Kind, "kind"), check.FutureTime(request.Due, "due"),
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> KeepUpdate(V1.KeepUpdateRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new KeepUpdate(
            check.PromiseId(request.PromiseId, "promise_id"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> TellCaller(V1.TellCallerRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new TellCaller(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));
}
