using Despatch.Scenarios.Reading;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Scenarios.Running;

/// <summary>The terminal in a car, on an MDT stream of its own: what the crew presses, and all that it was sent.</summary>
internal sealed class Terminal(string callsign, AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call, Received<V1.MdtDown> received)
{
    private long _number;

    /// <summary>All that came down.</summary>
    public Received<V1.MdtDown> Received => received;

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
        var number = ++_number;
        var item = new V1.MdtStatus { Number = number, CommandId = commandId, Callsign = callsign, Status = status };
        if (at is not null)
        {
            item.Fix = new V1.Fix
            {
                At = Timestamp.FromDateTimeOffset(now),
                AccuracyMetres = 10,
                Point = new V1.Point { Longitude = at.Longitude, Latitude = at.Latitude },
            };
        }

        await call.RequestStream.WriteAsync(new V1.MdtUp { Status = item });
        await received.UntilAsync(items => items.Any(i => IsAnswer(i, number)), $"{callsign} got no answer to status {status}");
        if (received.Items.First(i => IsAnswer(i, number)).Refused is { } refused)
        {
            var why = refused.Refusal;
            throw new RpcException(new Status(StatusCode.FailedPrecondition, why.Message), new Metadata { { "refusal-code", why.Code } });
        }
    }

    /// <summary>The crew has read all that came down.</summary>
    public Task AcknowledgeAsync()
    {
        var last = received.Items.Select(static i => i.Send?.Number ?? i.Update?.Number ?? i.StandDown?.Number ?? 0).DefaultIfEmpty().Max();
        return call.RequestStream.WriteAsync(new V1.MdtUp { Acknowledge = new V1.MdtAcknowledge { Number = last } });
    }

    private static bool IsAnswer(V1.MdtDown item, long number) => (item.Accepted?.Number ?? item.Refused?.Number) == number;
}
