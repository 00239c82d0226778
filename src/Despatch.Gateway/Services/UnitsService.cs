using System.Collections.Immutable;
using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Units;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Identity;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Watching;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Units.</summary>
internal sealed class UnitsService(Checker checker, Desk desk, UnitFixes fixes, UnitWatch watch) : V1.Units.UnitsBase
{
    private const int MostOfficers = 20;
    private const int MostSkills = 20;

    public override async Task<V1.CommandReply> BookOn(V1.BookOnRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var callsign = check.Callsign(request.Callsign, "callsign");
        var bookOn = BookOn(check, request);
        check.Throw();
        return Reply.Of(await desk.RunAsync(callsign, bookOn, command, context.CancellationToken));
    }

    public override async Task<V1.CommandReply> BookOff(V1.BookOffRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var callsign = check.Callsign(request.Callsign, "callsign");
        check.Throw();
        return Reply.Of(await desk.RunAsync(callsign, new BookOff(), command, context.CancellationToken));
    }

    public override async Task<V1.SetStatusResponse> SetStatus(V1.SetStatusRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var command = check.Command(request.Command, Caller.Of(context), context);
        var callsign = check.Callsign(request.Callsign, "callsign");
        var status = check.Status(request.HasStatus, request.Status, "status");
        var fix = check.OptionalFix(request.Fix, "fix");
        check.Throw();
        var answer = await desk.RunAsync(callsign, fixes.Complete(callsign, status, fix), command, context.CancellationToken);
        return new V1.SetStatusResponse { Position = answer.Position, Cad = UnitFixes.CadOpened(status, answer) };
    }

    public override async Task<V1.Unit> Get(V1.GetUnitRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var callsign = check.Callsign(request.Callsign, "callsign");
        check.Throw();
        return ToWire.Unit(await KnownAsync(callsign, context.CancellationToken));
    }

    public override async Task Watch(
        V1.WatchUnitRequest request, IServerStreamWriter<V1.WatchUnitResponse> responseStream, ServerCallContext context)
    {
        var check = checker.Begin();
        var callsign = check.Callsign(request.Callsign, "callsign");
        var after = check.AfterPosition(request.AfterPosition, "after_position");
        check.Throw();
        var unit = await KnownAsync(callsign, context.CancellationToken);
        await watch.RunAsync(unit, after, responseStream, context.CancellationToken);
    }

    /// <summary>What the request leaves open is the roster's.</summary>
    private static BookOn BookOn(Check check, V1.BookOnRequest request)
    {
        var roster = check.Pack.Units.GetValueOrDefault(request.Callsign);
        var kind = request.Kind == V1.UnitKind.Unspecified ? roster?.Kind : Enums.Read(request.Kind);
        check.Must(kind is not null, "kind", "must be one of the kinds: the roster does not know this callsign, or it is no kind at all");
        check.Must(request.Skills.Count <= MostSkills, "skills", $"must be {MostSkills} at most");
        var skills = request.Skills.Count == 0 ? roster?.Skills ?? [] : check.Skills(request.Skills, "skills");
        var pod = check.Pod(request.Pod, "pod", roster?.Pod ?? "");
        check.Must(pod.Length > 0, "pod", "must be given: the roster does not know this callsign");
        var start = request.Base is { } given ? check.PointInArea(given, "base") : roster?.Base;
        check.Must(start is not null, "base", "must be given: the roster does not know this callsign");
        var ward = request.Ward is { } ground ? check.Ward(ground, "ward") : roster?.Ward;
        return new BookOn(kind ?? UnitKind.ResponseCar, skills, Crew(check, request), pod, ward, start ?? default);
    }

    private static ImmutableArray<CrewMember> Crew(Check check, V1.BookOnRequest request)
    {
        check.Must(request.Crew.Count is >= 1 and <= MostOfficers, "crew", $"must be 1 to {MostOfficers} officers");
        return [.. request.Crew.Select((officer, i) => new CrewMember(
            check.Text(officer.Number, $"crew[{i}].number", TextChecks.IdLength),
            check.OptionalText(officer.Name, $"crew[{i}].name", TextChecks.NameLength)))];
    }

    /// <summary>The unit from its grain, so that whoever has just changed it sees the change; its newest fix is the board's.</summary>
    private async Task<UnitRow> KnownAsync(string callsign, CancellationToken ct)
    {
        var state = await desk.UnitAsync(callsign, ct);
        return state.Callsign.Length > 0
            ? new UnitRow(state, fixes.Newest(callsign, state.Fix))
            : throw RefusalStatus.Exception(new Refusal(
                RefusalCode.UnitNotBookedOn, $"No unit {callsign} has ever booked on.", "callsign"));
    }
}
