using Despatch.Domain;
using Despatch.Domain.Units;
using Despatch.Grains;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>The stream of an MDT service.</summary>
public sealed class MdtTests : IClassFixture<GatewayFixture>
{
    private static readonly Metadata Mdt = new() { { "x-operator", "MDT1" }, { "x-role", "crew" } };

    private readonly GatewayFixture _gateway;

    public MdtTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_that_does_not_begin_with_hello_ends()
    {
        using var call = _gateway.Mdt.Sync(GatewayFixture.As(Mdt));
        await call.RequestStream.WriteAsync(new V1.MdtUp { Acknowledge = new V1.MdtAcknowledge { Number = 1 } }, Ct);

        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal((StatusCode.InvalidArgument, "hello"), (ended.StatusCode, ended.Trailers.GetValue("refusal-field")));
    }

    [Fact]
    public async Task A_status_runs_as_the_crews_and_is_acknowledged_by_its_number()
    {
        using var call = await Begin(0, "AS201");
        await call.RequestStream.WriteAsync(Status(41, "m-1", "AS201", 2), Ct);

        var down = await Next(call);
        Assert.Equal((41, 7), (down.Accepted.Number, down.Accepted.Position));
        var asked = Assert.Single(_gateway.Grains.Commands);
        Assert.Equal(("unit-AS201", "m-1", new Actor("MDT1", Role.Crew)), (asked.Key, asked.Context.CommandId, asked.Context.By));
        Assert.Equal(UnitStatus.OnPatrol, Assert.IsType<SetStatus>(asked.Command).Status);
    }

    [Fact]
    public async Task A_bad_item_is_refused_and_the_stream_goes_on()
    {
        using var call = await Begin(0, "AS211");
        await call.RequestStream.WriteAsync(Status(1, "m-2", "AS212", 2), Ct);
        var absent = new V1.MdtStatus { Number = 2, CommandId = "m-3", Callsign = "AS211" };
        await call.RequestStream.WriteAsync(new V1.MdtUp { Status = absent }, Ct);
        await call.RequestStream.WriteAsync(Fixes(3, "AS211", 51.5, -0.1), Ct);
        await call.RequestStream.WriteAsync(Fixes(4, "AS211", -0.1, 51.5), Ct);

        Assert.Equal((1, "status.callsign"), Refused(await Next(call)));
        Assert.Equal((2, "status.status"), Refused(await Next(call)));
        Assert.Equal((3, "fixes.fixes[0].fix.point"), Refused(await Next(call)));
        Assert.Equal(4, (await Next(call)).Accepted.Number);
        Assert.Equal("AS211", Assert.Single(_gateway.Intake.Taken).Callsign);
    }

    [Fact]
    public async Task Statuses_of_one_unit_keep_their_order_and_do_not_wait_for_another_unit()
    {
        var slow = new TaskCompletionSource();
        _gateway.Grains.Execute = async asked =>
        {
            if (asked.Context.CommandId is "m-slow")
            {
                await slow.Task;
            }

            return Answer.Done(8, asked.Key);
        };
        using var call = await Begin(0, "AS221", "AS222");
        await call.RequestStream.WriteAsync(Status(1, "m-slow", "AS221", 5), Ct);
        await call.RequestStream.WriteAsync(Status(2, "m-4", "AS221", 6), Ct);
        await call.RequestStream.WriteAsync(Status(3, "m-5", "AS222", 2), Ct);

        Assert.Equal(3, (await Next(call)).Accepted.Number);
        slow.SetResult();
        Assert.Equal(1, (await Next(call)).Accepted.Number);
        Assert.Equal(2, (await Next(call)).Accepted.Number);
    }

    [Fact]
    public async Task A_fault_ends_the_stream_so_that_the_item_is_sent_again()
    {
        _gateway.Grains.Execute = _ => throw new InvalidOperationException("broken");
        using var call = await Begin(0, "AS225");
        await call.RequestStream.WriteAsync(Status(1, "m-6", "AS225", 5), Ct);

        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Ct));
        Assert.Equal(StatusCode.Internal, ended.StatusCode);
    }

    [Fact]
    public async Task A_client_that_has_said_all_gets_its_answers_and_a_good_end()
    {
        using var call = await Begin(0, "AS226");
        await call.RequestStream.WriteAsync(Status(1, "m-7", "AS226", 5), Ct);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(1, (await Next(call)).Accepted.Number);
        Assert.False(await call.ResponseStream.MoveNext(Ct));
    }

    [Fact]
    public async Task A_stream_begins_with_what_its_units_are_committed_to_as_one_picture()
    {
        await _gateway.AppendAsync(Facts.Opened(231, "AS"), Facts.BookedOn("AS231", "AS"), Facts.BookedOn("AS232", "AS"));
        await _gateway.AppendAsync(Facts.Assigned(231, "AS231"));
        var last = await _gateway.AppendAsync(Facts.Assigned(231, "AS232"));
        using var call = await Begin(0, "AS231", "AS232");

        var (first, second) = ((await Next(call)).Send, (await Next(call)).Send);
        Assert.Equal((0, last), (first.Number, second.Number));
        Assert.Equal(["AS231", "AS232"], new[] { first.Callsign, second.Callsign }.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("231/21NOV26", first.Incident.Cad);
    }

    [Fact]
    public async Task Sends_updates_stand_downs_and_diverts_come_down_each_with_its_number()
    {
        await _gateway.AppendAsync(
            Facts.Opened(241, "AS"), Facts.Opened(242, "AS"), Facts.BookedOn("AS241", "AS"), Facts.BookedOn("AS242", "AS"));
        using var call = await Begin(0, "AS241");
        await Begun(call);
        await _gateway.AppendAsync(Facts.Assigned(241, "AS241"));
        await _gateway.AppendAsync(Facts.Assigned(242, "AS242"));
        var entry = await _gateway.AppendAsync(Facts.Entry(241, "he has a knife"));
        await _gateway.AppendAsync(Facts.Entry(242, "not theirs"));
        await _gateway.AppendAsync(Facts.Diverted(241, 242, "AS241", "more urgent"));
        await _gateway.AppendAsync(Facts.StoodDown(242, "AS241", "not needed"));

        var send = (await Next(call)).Send;
        Assert.Equal(("AS241", "241/21NOV26"), (send.Callsign, send.Incident.Cad));
        var update = (await Next(call)).Update;
        Assert.Equal((entry, "he has a knife"), (update.Number, update.Text));
        Assert.Equal(["AS241"], update.Callsigns);
        Assert.Equal(("241/21NOV26", "more urgent"), StandDown(await Next(call)));
        Assert.Equal("242/21NOV26", (await Next(call)).Send.Incident.Cad);
        Assert.Equal(("242/21NOV26", "not needed"), StandDown(await Next(call)));
    }

    [Fact]
    public async Task A_stream_that_resumes_is_told_what_it_missed_and_nothing_twice()
    {
        await _gateway.AppendAsync(Facts.Opened(251, "AS"), Facts.Opened(252, "AS"), Facts.BookedOn("AS251", "AS"));
        var known = await _gateway.AppendAsync(Facts.Assigned(251, "AS251"));
        await _gateway.AppendAsync(Facts.Entry(251, "while it was away"));
        await _gateway.AppendAsync(Facts.StoodDown(251, "AS251", "not needed"));
        await _gateway.AppendAsync(Facts.Entry(251, "after it was freed"));
        await _gateway.AppendAsync(Facts.Assigned(252, "AS251"));
        using var call = await Begin(known, "AS251");

        Assert.Equal("while it was away", (await Next(call)).Update.Text);
        Assert.Equal(("251/21NOV26", "not needed"), StandDown(await Next(call)));
        Assert.Equal("252/21NOV26", (await Next(call)).Send.Incident.Cad);
    }

    private async Task<AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown>> Begin(long after, params string[] callsigns)
    {
        var call = _gateway.Mdt.Sync(GatewayFixture.As(Mdt));
        var hello = new V1.MdtHello { Callsigns = { callsigns }, AfterNumber = after };
        await call.RequestStream.WriteAsync(new V1.MdtUp { Hello = hello }, Ct);
        return call;
    }

    /// <summary>An item that is answered shows that the stream follows the log.</summary>
    private static async Task Begun(AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call)
    {
        await call.RequestStream.WriteAsync(new V1.MdtUp { Fixes = new V1.MdtFixes { Number = 99 } }, Ct);
        Assert.Equal((99, "fixes.fixes"), Refused(await Next(call)));
    }

    private static V1.MdtUp Status(long number, string id, string callsign, int status) =>
        new() { Status = new V1.MdtStatus { Number = number, CommandId = id, Callsign = callsign, Status = status } };

    private static V1.MdtUp Fixes(long number, string callsign, double longitude, double latitude)
    {
        var fix = new V1.Fix
        {
            Point = new V1.Point { Longitude = longitude, Latitude = latitude },
            At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        };
        return new V1.MdtUp { Fixes = new V1.MdtFixes { Number = number, Fixes = { new V1.UnitFix { Callsign = callsign, Fix = fix } } } };
    }

    private static (long Number, string Field) Refused(V1.MdtDown down) => (down.Refused.Number, down.Refused.Refusal.Field);

    private static (string Cad, string Reason) StandDown(V1.MdtDown down) => (down.StandDown.Cad, down.StandDown.Reason);

    private static async Task<V1.MdtDown> Next(AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        return call.ResponseStream.Current;
    }
}
