using Google.Protobuf;
using Grpc.Core;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>Messages that are too large, large, or compressed.</summary>
public sealed class SizeAndCompressionTests(GrpcHost host) : IClassFixture<GrpcHost>
{
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_of_almost_four_mebibytes_passes()
    {
        var payload = ByteString.CopyFrom(new byte[(4 * 1024 * 1024) - 64]);
        Assert.Equal(payload, (await host.Client.UnaryAsync(new EchoRequest { Payload = payload }, cancellationToken: Stop)).Payload);
    }

    [Fact]
    public async Task A_request_beyond_the_limit_is_refused_and_the_connection_lives_on()
    {
        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[(4 * 1024 * 1024) + 1]) };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.UnaryAsync(request, cancellationToken: Stop));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal("x", (await host.Client.UnaryAsync(new EchoRequest { Text = "x" }, cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task A_response_beyond_the_limit_of_the_client_is_refused()
    {
        await using var own = new GrpcHost { Configure = o => o.MaxReceiveMessageSize = null };
        await own.InitializeAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await own.Client.UnaryAsync(
            new EchoRequest { Payload = ByteString.CopyFrom(new byte[(4 * 1024 * 1024) + 1]) }, cancellationToken: Stop));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal("x", (await own.Client.UnaryAsync(new EchoRequest { Text = "x" }, cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task A_compressed_request_is_read()
    {
        var text = new string('z', 100_000);
        Assert.Equal(text, (await host.Client.UnaryAsync(new EchoRequest { Text = text }, Gzip, cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task A_compressed_stream_is_read_even_where_single_messages_are_not_compressed()
    {
        using var call = host.Client.Duplex(Gzip, cancellationToken: Stop);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "plain" }, Stop);
        call.RequestStream.WriteOptions = null;
        await call.RequestStream.WriteAsync(new EchoRequest { Text = new string('z', 10_000) }, Stop);
        await call.RequestStream.CompleteAsync();
        Assert.Equal([5, 10_000], await call.ResponseStream.ReadAllAsync(Stop).Select(r => r.Text.Length).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_small_message_that_unfolds_beyond_the_limit_is_refused()
    {
        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[50_000_000]) };
        var e = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.UnaryAsync(request, Gzip, cancellationToken: Stop));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_server_may_have_another_limit()
    {
        await using var own = new GrpcHost { Configure = o => o.MaxReceiveMessageSize = 100 };
        await own.InitializeAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await own.Client.UnaryAsync(
            new EchoRequest { Payload = ByteString.CopyFrom(new byte[200]) }, cancellationToken: Stop));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }
}
