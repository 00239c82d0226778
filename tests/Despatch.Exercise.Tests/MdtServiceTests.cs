using System.Threading.Channels;
using Despatch.Exercise.Clients;
using Despatch.Exercise.Mdt;
using Despatch.V1;
using Grpc.Core;
using Channel = System.Threading.Channels.Channel;

namespace Despatch.Exercise.Tests;

/// <summary>The MDT service against streams that a test holds in its hand.</summary>
public sealed class MdtServiceTests : IAsyncDisposable
{
    private readonly Channel<FakeStream> _opened = Channel.CreateUnbounded<FakeStream>();
    private readonly CancellationTokenSource _over = new();
    private readonly Seen _seen = new();
    private readonly Tally _tally = new();
    private readonly MdtService _service;
    private readonly Task _running;
    private int _ids;

    public MdtServiceTests()
    {
        _service = new MdtService(["AS101", "AS102"], _seen, Open, () => $"id-{++_ids}", _tally, TimeProvider.System);
        _running = _service.RunAsync(_over.Token);
    }

    [Fact]
    public async Task A_status_is_answered_by_its_number()
    {
        var stream = await NextStreamAsync();
        var pressed = _service.SetStatusAsync("AS101", 2, null, Cancel);
        var up = await stream.UpAsync();

        stream.Down(new MdtDown { Accepted = new MdtAccepted { Number = up.Status.Number, Position = 8 } });

        Assert.Equal(8, (await pressed).Accepted.Position);
        Assert.Equal("id-1", up.Status.CommandId);
        Assert.Equal(1, _tally.Commands);
    }

    [Fact]
    public async Task What_a_crew_acknowledges_is_sent_again_until_it_is_answered()
    {
        var first = await NextStreamAsync();
        var acknowledged = _service.AcknowledgeAsync("AS101", "4711/21NOV26", 3, Cancel);
        var lost = await first.UpAsync();
        first.Break();

        var second = await NextStreamAsync();
        var again = await second.UpAsync();
        second.Down(new MdtDown { Accepted = new MdtAccepted { Number = again.Briefed.Number, Position = 9 } });

        Assert.Equal(9, (await acknowledged).Accepted.Position);
        Assert.Equal(("id-1", "AS101", "4711/21NOV26", 3), (again.Briefed.CommandId, again.Briefed.Callsign, again.Briefed.Cad, again.Briefed.Briefing));
        Assert.Equal(lost.Briefed, again.Briefed);
    }

    [Fact]
    public async Task A_status_whose_stream_breaks_is_sent_again_under_the_same_id_and_answered_then()
    {
        var first = await NextStreamAsync();
        var pressed = _service.SetStatusAsync("AS101", 5, null, Cancel);
        var lost = await first.UpAsync();
        first.Break();

        var second = await NextStreamAsync();
        var again = await second.UpAsync();
        second.Down(new MdtDown { Accepted = new MdtAccepted { Number = again.Status.Number } });

        Assert.Equal(MdtDown.ItemOneofCase.Accepted, (await pressed).ItemCase);
        Assert.Equal(lost.Status, again.Status);
        Assert.Equal(2, _service.Streams);
    }

    [Fact]
    public async Task A_status_answered_before_the_break_is_not_sent_again()
    {
        var first = await NextStreamAsync();
        var pressed = _service.SetStatusAsync("AS101", 5, null, Cancel);
        first.Down(new MdtDown { Accepted = new MdtAccepted { Number = (await first.UpAsync()).Status.Number } });
        await pressed;
        first.Break();

        var second = await NextStreamAsync();
        var next = _service.SetStatusAsync("AS101", 6, null, Cancel);
        var up = await second.UpAsync();
        second.Down(new MdtDown { Accepted = new MdtAccepted { Number = up.Status.Number } });
        await next;

        Assert.Equal(6, up.Status.Status);
    }

    [Fact]
    public async Task A_refusal_is_the_answer_unless_it_asks_for_another_try_which_has_an_id_of_its_own()
    {
        var stream = await NextStreamAsync();
        var pressed = _service.SetStatusAsync("AS101", 5, null, Cancel);
        stream.Down(Refused((await stream.UpAsync()).Status.Number, "too-many-conflicts"));
        var again = await stream.UpAsync();
        stream.Down(Refused(again.Status.Number, "status-not-possible"));

        Assert.Equal("status-not-possible", (await pressed).Refused.Refusal.Code);
        Assert.Equal("id-2", again.Status.CommandId);
        Assert.Equal(2, _tally.Refused);
    }

    [Fact]
    public async Task A_send_that_comes_again_on_the_next_stream_beeps_once_and_the_next_stream_goes_on_after_it()
    {
        var first = await NextStreamAsync();
        first.Down(Send(41, "4711/21NOV26"));
        Assert.Equal(41, (await first.UpAsync()).Acknowledge.Number);
        first.Break();

        var second = await NextStreamAsync(after: 41);
        second.Down(Send(41, "4711/21NOV26"));
        second.Down(Send(42, "4712/21NOV26"));
        Assert.Equal(42, (await second.UpAsync()).Acknowledge.Number);

        Assert.Equal(["4711/21NOV26", "4712/21NOV26"], _seen.Sends);
    }

    [Fact]
    public async Task Positions_are_gathered_while_a_message_of_them_is_under_way_and_the_newest_wins()
    {
        var stream = await NextStreamAsync();
        _service.Report("AS101", new Domain.Point(-0.1, 51.5));
        var first = (await stream.UpAsync()).Fixes;
        _service.Report("AS101", new Domain.Point(-0.2, 51.5));
        _service.Report("AS101", new Domain.Point(-0.3, 51.5));
        stream.Down(new MdtDown { Accepted = new MdtAccepted { Number = first.Number } });
        var second = (await stream.UpAsync()).Fixes;

        Assert.Equal(-0.1, Assert.Single(first.Fixes).Fix.Point.Longitude);
        Assert.Equal(-0.3, Assert.Single(second.Fixes).Fix.Point.Longitude);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _service.Dispose();
        _over.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MdtDown Refused(long number, string code) =>
        new() { Refused = new MdtRefused { Number = number, Refusal = new Refusal { Code = code } } };

    private static MdtDown Send(long number, string cad) =>
        new() { Send = new MdtSend { Number = number, Callsign = "AS101", Incident = new Incident { Cad = cad } } };

    private FakeStream Open(CancellationToken cancel)
    {
        var stream = new FakeStream();
        _opened.Writer.TryWrite(stream);
        return stream;
    }

    private async Task<FakeStream> NextStreamAsync(long after = 0)
    {
        var stream = await _opened.Reader.ReadAsync(Cancel);
        var hello = (await stream.UpAsync()).Hello;
        Assert.Equal(["AS101", "AS102"], hello.Callsigns);
        Assert.Equal(after, hello.AfterNumber);
        return stream;
    }

    private sealed class FakeStream : IMdtStream
    {
        private readonly Channel<MdtUp> _up = Channel.CreateUnbounded<MdtUp>();
        private readonly Channel<MdtDown> _down = Channel.CreateUnbounded<MdtDown>();

        public ValueTask<MdtUp> UpAsync() => _up.Reader.ReadAsync(Cancel);

        public void Down(MdtDown item) => _down.Writer.TryWrite(item);

        public void Break() => _down.Writer.TryComplete(new RpcException(new Status(StatusCode.Unavailable, "gone")));

        public Task WriteAsync(MdtUp item, CancellationToken cancel) => _up.Writer.WriteAsync(item.Clone(), cancel).AsTask();

        public async Task<MdtDown?> ReadAsync(CancellationToken cancel)
        {
            try
            {
                return await _down.Reader.ReadAsync(cancel);
            }
            catch (ChannelClosedException closed)
            {
                throw closed.InnerException!;
            }
        }

        public void Dispose() => _up.Writer.TryComplete();
    }

    private sealed class Seen : ICrewTerminals
    {
        private readonly List<string> _sends = [];

        public IReadOnlyList<string> Sends => _sends;

        public void OnSend(MdtSend send) => _sends.Add(send.Incident.Cad);

        public void OnUpdate(MdtUpdate update)
        {
        }

        public void OnStandDown(MdtStandDown standDown)
        {
        }
    }
}
