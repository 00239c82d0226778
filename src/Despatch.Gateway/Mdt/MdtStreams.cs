using System.Collections.Frozen;
using System.Threading.Channels;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.Gateway.Checks;
using Despatch.Gateway.Commands;
using Despatch.Gateway.Watching;
using Despatch.Grains;
using Grpc.Core;

namespace Despatch.Gateway.Mdt;

/// <summary>
/// The streams of the MDT services. The log is the queue down: a number is a position, so nothing is kept for a service that is away,
/// and it goes on at any site. The command id is what makes an item up safe to send again. Thread-safe; every run is its own.
/// </summary>
internal sealed class MdtStreams(
    Checker checker,
    Desk desk,
    UnitFixes fixes,
    IFixIntake intake,
    IEventLog log,
    EventCodec codec,
    Board.Board board,
    Ending ending,
    TimeProvider time,
    GatewayOptions options)
{
    private const int MostCallsigns = 2_000;

    // Enough to keep the writer busy; a client slower than that slows its own stream only.
    private const int QueuedDown = 256;

    /// <summary>Runs one stream to its end.</summary>
    public async Task RunAsync(
        Actor caller, IAsyncStreamReader<V1.MdtUp> up, IServerStreamWriter<V1.MdtDown> down, ServerCallContext call) =>
        await ending.RunAsync(ct => RunAsync(new Actor(caller.Operator, Role.Crew), up, down, ct), call.CancellationToken);

    private async Task RunAsync(
        Actor crew, IAsyncStreamReader<V1.MdtUp> up, IServerStreamWriter<V1.MdtDown> down, CancellationToken ct)
    {
        var hello = await HelloAsync(up, ct);
        var units = hello.Callsigns.ToFrozenSet(StringComparer.Ordinal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var queue = Channel.CreateBounded<V1.MdtDown>(new BoundedChannelOptions(QueuedDown) { SingleReader = true });
        using var uplink = new MdtUplink(crew, units, queue.Writer, checker, desk, fixes, intake, options);
        using var downlink = new MdtDownlink(units, queue.Writer, log, codec, board, desk, time);

        // Following is first, so that whoever has an answer to an item up knows that the stream tells what happens from then on.
        var following = downlink.RunAsync(hello.AfterNumber, end.Token);
        var reading = uplink.RunAsync(up, end.Token);
        var writing = WriteAsync(queue.Reader, down, end.Token);
        try
        {
            // The one that ends first ends the stream: the client has said all, or something failed.
            await await Task.WhenAny(reading, following, writing);
            await StopAsync(following, downlink, queue.Writer);
            await writing;
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(reading, following, writing).ContinueWith(
                static done => done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>The client has said all and every item is answered: no more is added, what is queued still goes out.</summary>
    private static async Task StopAsync(Task following, MdtDownlink downlink, ChannelWriter<V1.MdtDown> queue)
    {
        await downlink.StopAsync();
        await following;
        queue.Complete();
    }

    private static async Task WriteAsync(ChannelReader<V1.MdtDown> queue, IServerStreamWriter<V1.MdtDown> down, CancellationToken ct)
    {
        await foreach (var item in queue.ReadAllAsync(ct))
        {
            await down.WriteAsync(item, ct);
        }
    }

    private async Task<V1.MdtHello> HelloAsync(IAsyncStreamReader<V1.MdtUp> up, CancellationToken ct)
    {
        var came = await up.MoveNext(ct);
        var check = checker.Begin();
        var hello = came && up.Current.ItemCase == V1.MdtUp.ItemOneofCase.Hello ? up.Current.Hello : null;
        check.Must(hello is not null, "hello", "must be the first message of the stream");
        if (hello is not null)
        {
            check.Must(hello.Callsigns.Count is >= 1 and <= MostCallsigns, "hello.callsigns", $"must be 1 to {MostCallsigns}");
            for (var i = 0; i < hello.Callsigns.Count; i++)
            {
                check.Callsign(hello.Callsigns[i], $"hello.callsigns[{i}]");
            }

            check.Must(
                hello.AfterNumber >= 0 && hello.AfterNumber <= await log.LastPositionAsync(ct), "hello.after_number",
                "must be a number that came down, or 0");
        }

        check.Throw();
        return hello!;
    }
}
