using Google.Protobuf;
using Grpc.Core;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>The four kinds of call between our client and our server.</summary>
public sealed class CallTests(GrpcHost host) : IClassFixture<GrpcHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_brings_back_what_it_sent()
    {
        var response = await host.Client.UnaryAsync(
            new EchoRequest { Text = "hé", Payload = ByteString.CopyFrom(1, 2, 3), Count = 7 }, cancellationToken: Stop);
        Assert.Equal(("hé", 7, 3), (response.Text, response.Count, response.Payload.Length));
    }

    [Fact]
    public void A_blocking_call_brings_back_what_it_sent() =>
        Assert.Equal("x", host.Client.Unary(new EchoRequest { Text = "x" }, cancellationToken: Stop).Text);

    [Fact]
    public async Task A_server_stream_arrives_in_order_and_ends()
    {
        using var call = host.Client.ServerStream(new EchoRequest { Count = 1000 }, cancellationToken: Stop);
        var next = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync(Stop))
        {
            Assert.Equal(next++, response.Count);
        }

        Assert.Equal((1000, StatusCode.OK), (next, call.GetStatus().StatusCode));
    }

    [Fact]
    public async Task A_client_stream_is_read_to_its_end()
    {
        using var call = host.Client.ClientStream(cancellationToken: Stop);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text }, Stop);
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;
        Assert.Equal(("abc", 3), (response.Text, response.Count));
    }

    [Fact]
    public async Task A_duplex_call_answers_each_request_before_the_next()
    {
        using var call = host.Client.Duplex(cancellationToken: Stop);
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Count = i }, Stop);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
    }

    [Fact]
    public async Task Headers_arrive_before_the_first_message()
    {
        using var call = host.Client.ServerStream(new EchoRequest { Text = "early", What = What.Headers }, cancellationToken: Stop);
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("yes", headers.GetValue("x-early"));
    }

    [Fact]
    public async Task A_duplex_call_reaches_the_server_before_its_first_message()
    {
        using var call = host.Client.Duplex(cancellationToken: Stop);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
    }
}
