using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Markers;
using Despatch.EventLog;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Markers.</summary>
internal sealed class MarkersService(
    Checker checker, Desk desk, IEventLog log, EventCodec codec, ReadLog reads, Board.Board board) : V1.Markers.MarkersBase
{
    private readonly MarkerSearch _search = new(log, codec);

    public override async Task<V1.AddMarkerResponse> Add(V1.AddMarkerRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var add = Add(check, request);
        check.Throw();
        var key = MarkerState.KeyPrefix + command.CommandId;
        var answer = await desk.RunAsync(key, add, command, context.CancellationToken);
        return new V1.AddMarkerResponse { Position = answer.Position, MarkerId = key };
    }

    public override Task<V1.CommandReply> Extend(V1.ExtendMarkerRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.MarkerId, context, check =>
        {
            check.Must(request.Until is not null, "until", "must be given");
            return new ExtendMarker(
                request.Until is null ? check.Now : check.Time(request.Until, "until"),
                check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength));
        });

    public override Task<V1.CommandReply> Withdraw(V1.WithdrawMarkerRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.MarkerId, context, check => new WithdrawMarker(
            check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> ContactMade(V1.ContactMadeRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.MarkerId, context, check => new ContactSubject(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override async Task<V1.Marker> Get(V1.GetMarkerRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var key = check.MarkerId(request.MarkerId, "marker_id");
        check.Throw();
        var state = await desk.MarkerAsync(key, context.CancellationToken);
        if (state.Added is { } added)
        {
            await NoteAsync(key, "get", added.Subject, context);
            return RiskToWire.Marker(key, state, added, check.Now);
        }

        throw RefusalStatus.Exception(new Refusal(RefusalCode.MarkerUnknown, $"There is no marker {key}.", "marker_id"));
    }

    public override async Task<V1.FindMarkersResponse> Find(V1.FindMarkersRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var subject = check.Subject(request.Subject, "subject");
        check.Throw();
        var response = new V1.FindMarkersResponse();
        foreach (var (key, marker) in await _search.FindAsync([subject], context.CancellationToken))
        {
            if (marker.Added is { } added)
            {
                await NoteAsync(key, "find", added.Subject, context);
                response.Markers.Add(RiskToWire.Marker(key, marker, added, check.Now));
            }
        }

        return response;
    }

    public override Task<V1.DueMarkersResponse> Due(V1.DueMarkersRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        check.Pods(request.Pods, "pods");
        check.Throw();
        var picture = board.Picture();
        var due = from other in picture.Others
                  let marker = other.Value as MarkerState
                  let added = marker?.Added
                  where added is not null && marker.ReviewFrom <= check.Now
                      && (request.Pods.Count == 0 || request.Pods.Contains(marker.Pod, StringComparer.Ordinal))
                  orderby marker.Until
                  select RiskToWire.Marker(other.Key, marker, added, check.Now);
        return Task.FromResult(new V1.DueMarkersResponse { Position = picture.Position, Markers = { due } });
    }

    private ValueTask NoteAsync(string key, string how, MarkerSubject subject, ServerCallContext context) => reads.NoteAsync(
        Caller.Of(context), key, how,
        subject.Kind == SubjectKind.Person && CallerKeys.NameAlone(subject.Name) is { Length: > 0 } person ? [person] : [],
        context.CancellationToken);

    private static AddMarker Add(Check check, V1.AddMarkerRequest request)
    {
        var subject = check.Subject(request.Subject, "subject");
        return new AddMarker(
            check.MarkerKind(request.Kind, "kind"),
            subject,
            check.Text(request.Words, "words", TextChecks.ReasonLength),
            check.Text(request.Source, "source", TextChecks.NameLength),
            request.From is null ? null : check.Time(request.From, "from"),
            request.Until is null ? null : check.Time(request.Until, "until"),
            check.Pod(request.Pod, "pod", check.PodOf(subject.Point)));
    }

    private async Task<V1.CommandReply> RunAsync(
        V1.Command? wire, string id, ServerCallContext context, Func<Check, MarkerCommand> read)
    {
        var check = checker.Begin();
        var command = check.Command(wire, Caller.Of(context), context);
        var key = check.MarkerId(id, "marker_id");
        var asked = read(check);
        check.Throw();
        return Reply.Of(await desk.RunAsync(key, asked, command, context.CancellationToken));
    }
}
