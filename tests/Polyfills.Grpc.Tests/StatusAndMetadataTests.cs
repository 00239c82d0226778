using Grpc.Core;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>What travels beside the messages.</summary>
public sealed class StatusAndMetadataTests(GrpcHost host) : IClassFixture<GrpcHost>
{
    private const string Words = "50% ärger\nfür 警察";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_goes_both_ways_bytes_and_all()
    {
        // One value for a key: several arrive folded into one line, which upstream does not take apart where they are bytes.
        byte[][] values = [[0, 255, 10, 44]];
        var headers = new Metadata { { "X-Echo-Ascii", "one" }, { "x-echo-ascii", "two, three" } };
        Array.ForEach(values, v => headers.Add("x-echo-bin", v));
        using var call = host.Client.UnaryAsync(new EchoRequest(), headers, cancellationToken: Stop);
        await call;
        var trailers = call.GetTrailers();
        // HttpClient folds equal keys into one line, as HTTP allows.
        Assert.Equal("one, two, three", string.Join(", ", trailers.GetAll("x-echo-ascii").Select(e => e.Value)));
        Assert.Equal(values, trailers.GetAll("x-echo-bin").Select(e => e.ValueBytes));
    }

    [Fact]
    public async Task A_failure_brings_its_words_its_trailers_and_its_details()
    {
        using var call = host.Client.UnaryAsync(new EchoRequest { What = What.Fail }, cancellationToken: Stop);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal((StatusCode.FailedPrecondition, Words), (e.StatusCode, e.Status.Detail));
        Assert.Equal(EchoService.Details, e.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(("because", "because"), (e.Trailers.GetValue("x-why"), call.GetTrailers().GetValue("x-why")));
        Assert.Equal(StatusCode.FailedPrecondition, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_failure_behind_messages_loses_none_of_them()
    {
        using var call = host.Client.ServerStream(new EchoRequest { Count = 3, What = What.Fail }, cancellationToken: Stop);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(Stop));
        }

        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop));
        Assert.Equal((StatusCode.FailedPrecondition, Words), (e.StatusCode, e.Status.Detail));
        Assert.Equal(EchoService.Details, call.GetTrailers().GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task An_exception_is_unknown_and_keeps_its_message_to_itself()
    {
        var e = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.UnaryAsync(new EchoRequest { What = What.Throw }, cancellationToken: Stop));
        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task A_method_without_a_handler_is_unimplemented()
    {
        var e = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.AbsentAsync(new EchoRequest(), cancellationToken: Stop));
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
    }

    [Theory]
    [InlineData("broken.Service", "Html")]
    [InlineData("no.such.Service", "Nothing")]
    public async Task An_answer_that_is_no_call_is_a_failure(string service, string name)
    {
        var bytes = Marshallers.Create(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, bytes, bytes);
        await Assert.ThrowsAsync<RpcException>(
            async () => await host.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Stop), [1]));
    }

    [Fact]
    public async Task The_handler_sees_the_method_the_peer_and_the_request()
    {
        using var call = host.Client.UnaryAsync(
            new EchoRequest { Text = "who", What = What.Headers }, new Metadata { { "x-who", "me" } }, cancellationToken: Stop);
        var context = await host.Sightings.Started("who").WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal("/polyfill.test.v1.Echo/Unary", context.Method);
        Assert.StartsWith("ipv4:127.0.0.1:", context.Peer, StringComparison.Ordinal);
        Assert.Equal("me", context.RequestHeaders.GetValue("x-who"));
        Assert.Equal("POST", context.GetHttpContext().Request.Method);
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("x-early"));
    }

    [Fact]
    public void Keys_of_metadata_are_checked()
    {
        var metadata = new Metadata();
        Assert.Throws<ArgumentException>(() => metadata.Add("with space", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", [1]));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "y"));
    }
}
