using Despatch.Scenarios.Reading;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Scenarios.Running;

/// <summary>The terminal in a car, on an MDT stream of its own: what the crew presses, and all that it was sent.</summary>
internal sealed class Terminal(string callsign, AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call, Received<V1.MdtDown> received)
{
    private long _number;

    /// <summary>Completes when something of what came down has these words; it says so if nothing ever has.</summary>
    public Task ShowsAsync(string words) => received.UntilAsync(
        items => items.Any(i => $"{i}".Contains(words, StringComparison.OrdinalIgnoreCase)), $"{callsign} was not sent '{words}'");

    /// <summary>Opens the stream.</summary>
    public static async Task<Terminal> OpenAsync(World world, string callsign)
    {
        var call = new V1.Mdt.MdtClient(world.Channel).Sync(world.As("crew", callsign));
        await call.RequestStream.WriteAsync(new V1.MdtUp { Hello = new V1.MdtHello { Callsigns = { callsign } } });
        return new Terminal(callsign, call, world.Read(call.ResponseStream));
    }

    /// <summary>Presses a status, and waits for the answer.</summary>
    /// <exception cref="RpcException">It was refused.</exception>
    public async Task PressAsync(int status, string commandId, DateTimeOffset now, ScriptPlace? at)
    {
        var item = new V1.MdtStatus { Number = ++_number, CommandId = commandId, Callsign = callsign, Status = status };
        if (at is not null)
        {
            item.Fix = new V1.Fix
            {
                At = Timestamp.FromDateTimeOffset(now),
                AccuracyMetres = 10,
                Point = new V1.Point { Longitude = at.Longitude, Latitude = at.Latitude },
            };
        }

        await SendAsync(new V1.MdtUp { Status = item }, _number);
    }

    /// <summary>The crew says that it has read what came down last.</summary>
    /// <exception cref="RpcException">It was refused.</exception>
    public Task BriefedAsync(string commandId)
    {
        var shown = received.Items.Select(static i => i.Update?.Incident ?? i.Send?.Incident).Last(static i => i is not null)!;
        var item = new V1.MdtBriefed
        {
            Number = ++_number, CommandId = commandId, Callsign = callsign, Cad = shown.Cad, Briefing = shown.Risk.Briefing,
        };
        return SendAsync(new V1.MdtUp { Briefed = item }, _number);
    }

    private async Task SendAsync(V1.MdtUp item, long number)
    {
        await call.RequestStream.WriteAsync(item);
        await received.UntilAsync(items => items.Any(i => IsAnswer(i, number)), $"{callsign} got no answer to {item}");
        if (received.Items.First(i => IsAnswer(i, number)).Refused is { } refused)
        {
            var why = refused.Refusal;
            throw new RpcException(new Status(StatusCode.FailedPrecondition, why.Message), new Metadata { { "refusal-code", why.Code } });
        }
    }

    private static bool IsAnswer(V1.MdtDown item, long number) => (item.Accepted?.Number ?? item.Refused?.Number) == number;
}
