using Despatch.Board;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Watching;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Pods.</summary>
internal sealed class PodsService(Checker checker, Board.Board board, BoardToClient watch) : V1.Pods.PodsBase
{
    public override Task<V1.Pod> Get(V1.GetPodRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        check.Must(request.Code.Length > 0, "code", "must be given");
        var code = check.Pod(request.Code, "code", "");
        check.Throw();
        return Task.FromResult(Write(check.Pack.Pods[code], board.Picture(), check.Now));
    }

    public override Task WatchBoard(
        V1.WatchBoardRequest request, IServerStreamWriter<V1.WatchBoardResponse> responseStream, ServerCallContext context)
    {
        var check = checker.Begin();
        check.Must(request.Pods.Count <= check.Pack.Pods.Count, "pods", $"must be {check.Pack.Pods.Count} at most: there are no more");
        for (var i = 0; i < request.Pods.Count; i++)
        {
            check.Must(check.Pack.Pods.ContainsKey(request.Pods[i]), $"pods[{i}]", "must be the code of a pod of the force");
        }

        var after = check.AfterPosition(request.AfterPosition, "after_position");
        check.Throw();
        return watch.RunAsync([.. request.Pods], after, !request.WithoutFixes, responseStream, context.CancellationToken);
    }

    private static V1.Pod Write(Domain.Pods.Pod pod, BoardPicture picture, DateTimeOffset now)
    {
        var units = BoardQueries.Units(picture, pod.Code);
        return new V1.Pod
        {
            Code = pod.Code,
            Site = pod.Site,
            Boroughs = { pod.Boroughs },
            OpenIncidents = BoardQueries.AllOpen(picture, pod.Code).Length,
            AwaitingUnit = BoardQueries.AwaitingUnit(picture, pod.Code).Length,
            Breached = BoardQueries.Breached(picture, pod.Code, now).Length,
            UnitsOnDuty = units.Length,
            UnitsAvailable = units.Count(static u => !u.State.IsCommitted && Deployability.Of(u.State, Grade.Extended) is null),
        };
    }
}
