using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Host.Tests.Hosting;

/// <summary>A stream of an MDT service. Disposing of it breaks it.</summary>
internal sealed class MdtStream(AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call) : IDisposable
{
    private readonly Queue<V1.MdtDown> _down = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<MdtStream> BeginAsync(Gateway gateway, long after, params string[] callsigns)
    {
        var stream = new MdtStream(gateway.Mdt.Sync(Gateway.Crew));
        await stream.SendAsync(new V1.MdtUp { Hello = new V1.MdtHello { Callsigns = { callsigns }, AfterNumber = after } });
        return stream;
    }

    /// <summary>The next item down that is no answer.</summary>
    public async Task<V1.MdtDown> DownAsync() => _down.Count > 0 ? _down.Dequeue() : await NextAsync(IsDown);

    /// <summary>Presses a status and gives the answer.</summary>
    public async Task<V1.MdtDown> StatusAsync(long number, string callsign, int status, string? id = null)
    {
        await PressAsync(number, callsign, status, id);
        return await AnswerAsync(number);
    }

    /// <summary>Presses a status and waits for nothing.</summary>
    public Task PressAsync(long number, string callsign, int status, string? id = null) => SendAsync(new V1.MdtUp
    {
        Status = new V1.MdtStatus
        {
            Number = number, CommandId = id ?? Guid.NewGuid().ToString("N"), Callsign = callsign, Status = status,
        },
    });

    public async Task<V1.MdtDown> FixAsync(long number, string callsign, double longitude, double latitude)
    {
        var fix = new V1.Fix
        {
            Point = new V1.Point { Longitude = longitude, Latitude = latitude },
            At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            AccuracyMetres = 10,
        };
        var fixes = new V1.MdtFixes { Number = number, Fixes = { new V1.UnitFix { Callsign = callsign, Fix = fix } } };
        await SendAsync(new V1.MdtUp { Fixes = fixes });
        return await AnswerAsync(number);
    }

    public Task AcknowledgeAsync(long number) => SendAsync(new V1.MdtUp { Acknowledge = new V1.MdtAcknowledge { Number = number } });

    public Task SendAsync(V1.MdtUp item) => call.RequestStream.WriteAsync(item, Ct);

    /// <summary>Says no more; the items down that were still to come.</summary>
    public async Task<List<V1.MdtDown>> EndAsync()
    {
        await call.RequestStream.CompleteAsync();
        var rest = _down.ToList();
        while (await call.ResponseStream.MoveNext(Ct))
        {
            rest.Add(call.ResponseStream.Current);
        }

        return [.. rest.Where(IsDown)];
    }

    /// <summary>The answer to an item up, which must be accepted.</summary>
    public async Task<V1.MdtDown> AnswerAsync(long number)
    {
        var answer = await NextAsync(item =>
            item.Accepted is { } accepted && accepted.Number == number || item.Refused is { } refused && refused.Number == number);
        Assert.True(answer.Accepted is not null, answer.ToString());
        return answer;
    }

    public void Dispose() => call.Dispose();

    private async Task<V1.MdtDown> NextAsync(Func<V1.MdtDown, bool> wanted)
    {
        while (true)
        {
            Assert.True(await call.ResponseStream.MoveNext(Ct));
            var item = call.ResponseStream.Current;
            if (wanted(item))
            {
                return item;
            }

            if (IsDown(item))
            {
                _down.Enqueue(item);
            }
        }
    }

    private static bool IsDown(V1.MdtDown item) =>
        item.ItemCase is V1.MdtDown.ItemOneofCase.Send or V1.MdtDown.ItemOneofCase.Update or V1.MdtDown.ItemOneofCase.StandDown;
}
