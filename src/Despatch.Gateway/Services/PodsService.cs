using Despatch.Board;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Watching;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Pods.</summary>
internal sealed class PodsService(Checker checker, Board.Board board, BoardToClient watch, IncidentRows rows) : V1.Pods.PodsBase
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
        check.Pods(request.Pods, "pods");
        var after = check.AfterPosition(request.AfterPosition, "after_position");
        check.Throw();
        return watch.RunAsync([.. request.Pods], after, !request.WithoutFixes, responseStream, context.CancellationToken);
    }

    public override Task<V1.QueuesResponse> Queues(V1.QueuesRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        check.Pods(request.Pods, "pods");
        check.Throw();
        var picture = board.Picture();
        return Task.FromResult(new V1.QueuesResponse
        {
            Position = picture.Position,
            AsOf = ToWire.Time(picture.AsOf),
            Breached = { Queue(RiskQueue.Breached) },
            Unresourced = { Queue(RiskQueue.Unresourced) },
            Tagged = { Queue(RiskQueue.Tagged) },
            AwaitingReview = { Queue(RiskQueue.AwaitingReview) },
            GradedBelow = { Queue(RiskQueue.GradedBelow) },
            Unchecked = { Queue(RiskQueue.Unchecked) },
            Reassess = { Queue(RiskQueue.Reassess) },
            Unbriefed = { Queue(RiskQueue.Unbriefed) },
        });

        IEnumerable<V1.Incident> Queue(RiskQueue queue) =>
            RiskQueues.Of(queue, picture, request.Pods, rows.Policy, check.Now).Select(rows.Write);
    }

    public override Task<V1.HandoverResponse> Handover(V1.HandoverRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        check.Pods(request.Pods, "pods");
        var began = check.PastTime(request.ShiftBegan, "shift_began");
        check.Throw();
        var picture = board.Picture();
        var all = RiskQueues.ForHandover(picture, request.Pods, rows.Policy).ToLookup(i => SupervisionDecisions.IsAccepted(i, began));
        return Task.FromResult(new V1.HandoverResponse
        {
            Position = picture.Position,
            AsOf = ToWire.Time(picture.AsOf),
            Outstanding = { all[false].Select(rows.Write) },
            Accepted = { all[true].Select(rows.Write) },
        });
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
