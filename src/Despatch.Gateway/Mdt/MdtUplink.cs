using System.Collections.Frozen;
using System.Threading.Channels;
using Despatch.Domain;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Refusals;
using Despatch.Grains;
using Grpc.Core;

namespace Despatch.Gateway.Mdt;

/// <summary>
/// What comes up one stream. Statuses of several units run at once, those of one unit in their order. A bad item is refused and the stream
/// goes on; a fault ends it, and the service sends again what was not answered.
/// </summary>
internal sealed class MdtUplink(
    Actor crew,
    FrozenSet<string> units,
    ChannelWriter<V1.MdtDown> down,
    Checker checker,
    Desk desk,
    UnitFixes fixes,
    IFixIntake intake,
    GatewayOptions options) : IDisposable
{
    private const int MostFixes = 5_000;

    private readonly InOrder _items = new(options.StreamConcurrency);

    /// <summary>Reads until the client has said all, and answers every item.</summary>
    public Task RunAsync(IAsyncStreamReader<V1.MdtUp> up, CancellationToken ct) => _items.RunAsync(up, TakeAsync, ct);

    public void Dispose() => _items.Dispose();

    private async Task TakeAsync(V1.MdtUp item, CancellationToken ct)
    {
        switch (item.ItemCase)
        {
            case V1.MdtUp.ItemOneofCase.Status:
                await TakeAsync(item.Status, ct);
                break;
            case V1.MdtUp.ItemOneofCase.Briefed:
                await TakeAsync(item.Briefed, ct);
                break;
            case V1.MdtUp.ItemOneofCase.Fixes:
                await down.WriteAsync(Take(item.Fixes), ct);
                break;
            case V1.MdtUp.ItemOneofCase.Acknowledge:
                // The service remembers it and says it in its next hello: the log needs no telling.
                break;
            default:
                throw RefusalStatus.Exception(new Refusal(
                    RefusalCode.InvalidField, "item must be a status, fixes, an acknowledgement or that a crew is briefed after the hello.", "item"));
        }
    }

    private async Task TakeAsync(V1.MdtStatus item, CancellationToken ct)
    {
        var check = checker.Begin();
        var id = check.Id(item.CommandId, "status.command_id");
        var callsign = check.Callsign(item.Callsign, "status.callsign");
        check.Must(units.Contains(callsign), "status.callsign", "must be one of the hello's callsigns");
        var status = check.Status(item.HasStatus, item.Status, "status.status");
        var fix = check.OptionalFix(item.Fix, "status.fix");
        if (check.First is { } refusal)
        {
            await down.WriteAsync(Refused(item.Number, refusal), ct);
            return;
        }

        var command = new Domain.CommandContext(id, check.Now + options.DefaultDeadline, crew);
        await QueueAsync(callsign, "status", async () =>
        {
            var answer = await desk.TryRunAsync(callsign, fixes.Complete(callsign, status, fix), command, ct);
            return answer.Refusal is { } refused ? Refused(item.Number, refused) : Accepted(item.Number, status, answer);
        }, ct);
    }

    private async Task TakeAsync(V1.MdtBriefed item, CancellationToken ct)
    {
        var check = checker.Begin();
        var id = check.Id(item.CommandId, "briefed.command_id");
        var callsign = check.Callsign(item.Callsign, "briefed.callsign");
        check.Must(units.Contains(callsign), "briefed.callsign", "must be one of the hello's callsigns");
        var cad = check.Cad(item.Cad, "briefed.cad");
        if (check.First is { } refusal)
        {
            await down.WriteAsync(Refused(item.Number, refusal), ct);
            return;
        }

        var command = new Domain.CommandContext(id, check.Now + options.DefaultDeadline, crew);
        await QueueAsync(callsign, "briefed", async () =>
        {
            var answer = await desk.TryRunAsync(cad, new AcknowledgeBriefing(callsign, item.Briefing, ""), command, ct);
            return answer.Refusal is { } refused
                ? Refused(item.Number, refused)
                : new V1.MdtDown { Accepted = new V1.MdtAccepted { Number = item.Number, Position = answer.Position } };
        }, ct);
    }

    /// <summary>Puts an item behind the earlier ones of its unit.</summary>
    private Task QueueAsync(string callsign, string what, Func<Task<V1.MdtDown>> run, CancellationToken ct) => _items.QueueAsync(
        callsign,
        async () =>
        {
            using var span = GatewayTelemetry.BeginItem($"despatch.v1.Mdt/Sync {what}");
            await down.WriteAsync(await run(), ct);
        },
        ct);

    private V1.MdtDown Take(V1.MdtFixes item)
    {
        var check = checker.Begin();
        check.Must(item.Fixes.Count is >= 1 and <= MostFixes, "fixes.fixes", $"must be 1 to {MostFixes}");
        var taken = new List<FixOf>(item.Fixes.Count);
        for (var i = 0; i < item.Fixes.Count && check.First is null; i++)
        {
            var (callsign, fix) = (item.Fixes[i].Callsign, item.Fixes[i].Fix);
            check.Must(units.Contains(callsign), $"fixes.fixes[{i}].callsign", "must be one of the hello's callsigns");
            check.Must(fix is not null, $"fixes.fixes[{i}].fix", "must be given");
            if (fix is not null)
            {
                taken.Add(new FixOf(callsign, check.Fix(fix, $"fixes.fixes[{i}].fix")));
            }
        }

        return check.First is { } refusal
            ? Refused(item.Number, refusal)
            : new V1.MdtDown { Accepted = new V1.MdtAccepted { Number = item.Number, FixesIgnored = intake.Take(taken) } };
    }

    private static V1.MdtDown Accepted(long number, UnitStatus status, Answer answer) => new()
    {
        Accepted = new V1.MdtAccepted { Number = number, Position = answer.Position, Cad = UnitFixes.CadOpened(status, answer) },
    };

    private static V1.MdtDown Refused(long number, Refusal refusal) =>
        new() { Refused = new V1.MdtRefused { Number = number, Refusal = RefusalStatus.ToWire(refusal) } };
}
