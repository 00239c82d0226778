using Grpc.Core;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>A call that ends before its handler wants to.</summary>
public sealed class DeadlineAndCancellationTests(GrpcHost host) : IClassFixture<GrpcHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Late enough that even the first call of all has reached its handler: one that has not is not seen to end.
    private static DateTime Soon => TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1);

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.UnaryAsync(
            new EchoRequest { Text = "d1", What = What.Wait }, deadline: Soon, cancellationToken: Stop));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await host.Sightings.Ended("d1").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_on_both_sides()
    {
        using var call = host.Client.ServerStream(
            new EchoRequest { Text = "d2", Count = 2, What = What.Wait }, deadline: Soon, cancellationToken: Stop);
        var e = await Assert.ThrowsAsync<RpcException>(async () => { await foreach (var _ in call.ResponseStream.ReadAllAsync(Stop)) { } });
        Assert.Equal((StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded), (e.StatusCode, call.GetStatus().StatusCode));
        await host.Sightings.Ended("d2").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task A_handler_knows_its_deadline()
    {
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5);
        using var call = host.Client.UnaryAsync(
            new EchoRequest { Text = "d3", What = What.Wait }, deadline: deadline, cancellationToken: Stop);
        var context = await host.Sightings.Started("d3").WaitAsync(Patience, Stop);
        Assert.InRange(context.Deadline, deadline.AddSeconds(-5), deadline.AddSeconds(5));
        Assert.Equal(DateTimeKind.Utc, context.Deadline.Kind);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_that_nobody_reads()
    {
        var flood = new EchoRequest { Text = "d4", Count = int.MaxValue, Payload = Google.Protobuf.ByteString.CopyFrom(new byte[100_000]) };
        using var call = host.Client.ServerStream(flood, deadline: Soon, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await host.Client.UnaryAsync(new EchoRequest { Text = "d5", What = What.Wait }, deadline: Soon, cancellationToken: Stop);
        });
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(
            async () => await call.ResponseStream.ReadAllAsync(Stop).CountAsync(Stop).AsTask().WaitAsync(Patience, Stop));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await host.Sightings.Left("d4").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task A_deadline_in_the_past_ends_the_call_at_once()
    {
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1);
        var e = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.UnaryAsync(new EchoRequest(), deadline: past, cancellationToken: Stop));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Fact]
    public async Task A_call_ends_well_before_a_distant_deadline()
    {
        var far = TimeProvider.System.GetUtcNow().UtcDateTime.AddYears(200);
        Assert.Equal("x", (await host.Client.UnaryAsync(new EchoRequest { Text = "x" }, deadline: far, cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task Cancelling_a_unary_call_reaches_the_handler()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var call = host.Client.UnaryAsync(new EchoRequest { Text = "c1", What = What.Wait }, cancellationToken: source.Token);
        await host.Sightings.Started("c1").WaitAsync(Patience, Stop);
        await source.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
        await host.Sightings.Ended("c1").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Disposing_of_a_stream_reaches_the_handler()
    {
        var call = host.Client.ServerStream(new EchoRequest { Text = "c2", Count = 1, What = What.Wait }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        call.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.ResponseStream.MoveNext(Stop));
        await host.Sightings.Ended("c2").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_call_on_both_sides()
    {
        using var call = host.Client.ServerStream(new EchoRequest { Text = "c3", Count = 1, What = What.Wait }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => read);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
        await host.Sightings.Ended("c3").WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Disposing_of_a_duplex_call_reaches_the_handler_and_the_writer()
    {
        var call = host.Client.Duplex(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "c4", What = What.Wait }, Stop);
        await host.Sightings.Started("c4").WaitAsync(Patience, Stop);
        call.Dispose();
        await host.Sightings.Ended("c4").WaitAsync(Patience, Stop);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.RequestStream.WriteAsync(new EchoRequest(), Stop));
    }

    [Fact]
    public async Task A_server_may_answer_before_all_requests_are_sent()
    {
        using var call = host.Client.ClientStream(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" }, Stop);
        await call.RequestStream.WriteAsync(new EchoRequest { What = What.Leave }, Stop);
        Assert.Equal(1, (await call.ResponseAsync.WaitAsync(Patience, Stop)).Count);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The writer may not have heard yet; it must not hang, and in the end it hears.
            while (true)
            {
                await call.RequestStream.WriteAsync(new EchoRequest { Text = "late" }, Stop).WaitAsync(Patience, Stop);
            }
        });
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");
        var client = new Echo.EchoClient(channel);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new EchoRequest(), cancellationToken: Stop));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        using var duplex = client.Duplex(cancellationToken: Stop);
        e = await Assert.ThrowsAsync<RpcException>(
            () => duplex.RequestStream.WriteAsync(new EchoRequest(), Stop).WaitAsync(Patience, Stop));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(() => duplex.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_calls_as_unavailable_or_cancelled()
    {
        var own = new GrpcHost();
        await own.InitializeAsync();
        using var call = own.Client.ServerStream(new EchoRequest { Text = "gone", Count = 1, What = What.Wait }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        var next = call.ResponseStream.MoveNext(Stop);
        await own.DisposeAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(Patience, Stop));
        Assert.Contains(e.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Cancelled, StatusCode.Internal });
    }
}
