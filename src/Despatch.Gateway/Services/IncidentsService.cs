using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Incidents;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.History;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Watching;
using Despatch.Gateway.Wire;
using Despatch.Grains;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Incidents.</summary>
internal sealed partial class IncidentsService(
    Checker checker, Desk desk, CommandRunner runner, ICadNumberSource numbers, HistoryReader history, Advice advice, IncidentWatch watch,
    IncidentRows rows, ReadLog reads, EntryStreams entries)
    : V1.Incidents.IncidentsBase
{
    public override async Task<V1.OpenIncidentResponse> Open(V1.OpenIncidentRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var pod = check.Pod(request.Pod, "pod", check.Pack.Force.UnlocatedPod);
        var open = new OpenIncident(
            check.OpeningCode(request.OpeningCode, "opening_code"),
            check.Text(request.Words, "words", TextChecks.WordsLength),
            check.Place(request.Location, "location", pod),
            check.PhoneNumber(request.CallerNumber, "caller_number"),
            check.OptionalGrade(request.Grade, "grade"))
        {
            Persons = check.Persons(request.Persons, "persons"),
        };
        check.Throw();

        var ct = context.CancellationToken;
        var cad = await runner.AskAsync(() => numbers.NextAsync(open.Place.Pod, check.Now).AsTask(), ct);
        var answer = await desk.RunAsync(cad, open, command, ct);
        var opened = await desk.IncidentAsync(answer.Key, ct);
        var response = new V1.OpenIncidentResponse { Position = answer.Position, Cad = CadNumber.Spell(answer.Key) };
        response.Candidates.AddRange(rows.Candidates(opened.Links.Candidates));
        response.Earlier.AddRange(await history.EarlierAsync(open.CallerNumber, answer.Key, ct));
        response.Markers.AddRange(opened.Risk.Markers.Select(marker => RiskToWire.Marker(marker, check.Now)));
        return response;
    }

    public override async Task<V1.Incident> Get(V1.GetIncidentRequest request, ServerCallContext context) =>
        rows.Write(await ReadAsync(CadOf(request.Cad), "get", context));

    public override async Task<V1.HistoryResponse> History(V1.HistoryRequest request, ServerCallContext context)
    {
        var cad = CadOf(request.Cad);
        var (entries, incident) = await history.ReadAsync(cad.Key, context.CancellationToken);
        if (entries.Count == 0)
        {
            throw Unknown(cad);
        }

        await NoteAsync(incident, "history", context);
        return new V1.HistoryResponse { Entries = { entries } };
    }

    public override Task<V1.CommandReply> AddEntry(V1.AddEntryRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AddEntry(check.Text(request.Words, "words", TextChecks.WordsLength)));

    public override Task AddEntries(
        IAsyncStreamReader<V1.AddEntryRequest> requestStream, IServerStreamWriter<V1.AddEntryReply> responseStream, ServerCallContext context) =>
        entries.RunAsync(requestStream, responseStream, context);

    public override Task<V1.CommandReply> Assess(V1.AssessRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new Assess(check.Assessment(request.Assessment, "assessment"))
        {
            Flags = check.Flags(request.Flags, "flags"),
        });

    public override Task<V1.CommandReply> Grade(V1.GradeRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new GiveGrade(
            check.Grade(request.Grade, "grade"), check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    public override async Task<V1.CommandReply> Locate(V1.LocateRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var cad = check.Cad(request.Cad, "cad");
        check.Must(request.Location is not null, "location", "must be given");
        check.Place(request.Location, "location", check.Pack.Force.UnlocatedPod);
        check.Throw();

        // An address without a point says nothing about the pod, so the incident stays with the one that works it.
        var pod = (await ExistingAsync(cad, context.CancellationToken)).Place.Pod;
        var place = check.Place(request.Location, "location", pod);
        return Reply.Of(await desk.RunAsync(cad, new Locate(place), command, context.CancellationToken));
    }

    public override Task<V1.RecommendResponse> Recommend(V1.RecommendRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var cad = check.Cad(request.Cad, "cad");
        var skills = check.Skills(request.Skills, "skills");
        check.Must(request.Max is >= 0 and <= Advice.Most, "max", $"must be 0 to {Advice.Most}");
        check.Throw();
        return RecommendAsync(cad);

        async Task<V1.RecommendResponse> RecommendAsync(CadNumber wanted) =>
            advice.For(await ExistingAsync(wanted, context.CancellationToken), skills, request.Max);
    }

    public override Task<V1.CommandReply> Assign(V1.AssignRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AssignUnit(
            check.Callsign(request.Callsign, "callsign"),
            check.OptionalText(request.DivertReason, "divert_reason", TextChecks.ReasonLength),
            check.Authority(request.Authority, "authority")));

    public override Task<V1.CommandReply> StandDown(V1.StandDownRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new StandDown(
            check.Callsign(request.Callsign, "callsign"), check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength),
            check.Authority(request.Authority, "authority")));

    public override Task<V1.CommandReply> Result(V1.ResultRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new GiveResult(
            check.ResultCode(request.ResultCode, "result_code"), check.OptionalText(request.Words, "words", TextChecks.WordsLength)));

    public override Task<V1.CommandReply> Close(V1.CloseIncidentRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new CloseIncident(
            check.OptionalText(request.Words, "words", TextChecks.WordsLength), check.Authority(request.Authority, "authority"))
        {
            OutcomeTold = check.OptionalText(request.OutcomeTold, "outcome_told", TextChecks.ReasonLength),
        });

    public override Task<V1.CommandReply> Reopen(V1.ReopenRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new Reopen(
            check.OptionalText(request.Reason, "reason", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AcknowledgeEscalation(V1.AcknowledgeEscalationRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AcknowledgeEscalation(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AgreeAppointment(V1.AgreeAppointmentRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AgreeAppointment(
            check.FutureTime(request.Time, "time"), check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> Tag(V1.TagRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new TagForDutyOfficer(
            check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> Untag(V1.UntagRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new Untag(check.Text(request.Words, "words", TextChecks.ReasonLength)));

    public override Task<V1.CommandReply> AcceptHandover(V1.AcceptHandoverRequest request, ServerCallContext context) =>
        RunAsync(request.Command, request.Cad, context, check => new AcceptHandover(
            check.OptionalText(request.Words, "words", TextChecks.ReasonLength)));

    public override async Task Watch(
        V1.WatchIncidentRequest request, IServerStreamWriter<V1.WatchIncidentResponse> responseStream, ServerCallContext context)
    {
        var check = checker.Begin();
        var cad = check.Cad(request.Cad, "cad");
        var after = check.AfterPosition(request.AfterPosition, "after_position");
        check.Throw();
        var incident = await ReadAsync(cad, "watch", context);
        await watch.RunAsync(incident, after, responseStream, context.CancellationToken);
    }

    /// <summary>Runs a command for an incident that is said to exist.</summary>
    private async Task<V1.CommandReply> RunAsync(
        V1.Command? wire, string cadText, ServerCallContext context, Func<Check, IncidentCommand> read)
    {
        var check = checker.Begin();
        var command = check.Command(wire, Caller.Of(context), context);
        var cad = check.Cad(cadText, "cad");
        var asked = read(check);
        check.Throw();
        return Reply.Of(await desk.RunAsync(cad, asked, command, context.CancellationToken));
    }

    private CadNumber CadOf(string text)
    {
        var check = checker.Begin();
        var cad = check.Cad(text, "cad");
        check.Throw();
        return cad;
    }

    /// <summary>The incident from its grain and not from the board: whoever has just changed it sees the change.</summary>
    private async Task<IncidentState> ExistingAsync(CadNumber cad, CancellationToken ct)
    {
        var state = await desk.IncidentAsync(cad.Key, ct);
        return state.Exists ? state : throw Unknown(cad);
    }

    /// <summary>The same for somebody who reads it, which is put on record.</summary>
    private async Task<IncidentState> ReadAsync(CadNumber cad, string how, ServerCallContext context)
    {
        var incident = await ExistingAsync(cad, context.CancellationToken);
        await NoteAsync(incident, how, context);
        return incident;
    }

    private ValueTask NoteAsync(IncidentState incident, string how, ServerCallContext context) => reads.NoteAsync(
        Caller.Of(context), incident.Key, how, incident.Callers.Keys.Where(CallerKeys.IsPerson), context.CancellationToken);

    private static RpcException Unknown(CadNumber cad) =>
        RefusalStatus.Exception(new Refusal(RefusalCode.IncidentUnknown, $"There is no CAD {cad}.", "cad"));
}
