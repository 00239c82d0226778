using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>Our client as gRPC-Web over HTTP/1.1.</summary>
public sealed class WebClientTests(GrpcHost host) : IClassFixture<GrpcHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task Calls_work_through_gRPC_Web(GrpcWebMode mode)
    {
        using var channel = Channel(mode);
        var client = new Echo.EchoClient(channel);
        for (var size = 0; size < 6; size++)
        {
            var text = new string('x', size * 5001);
            Assert.Equal(text, (await client.UnaryAsync(new EchoRequest { Text = text }, cancellationToken: Stop)).Text);
        }

        using var call = client.ServerStream(new EchoRequest { Text = "s", Count = 100 }, cancellationToken: Stop);
        Assert.Equal(Enumerable.Range(0, 100), await call.ResponseStream.ReadAllAsync(Stop).Select(r => r.Count).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task Failures_come_through_gRPC_Web_with_their_trailers(GrpcWebMode mode)
    {
        using var channel = Channel(mode);
        var client = new Echo.EchoClient(channel);
        foreach (var count in new[] { 0, 2 })
        {
            using var call = client.ServerStream(new EchoRequest { Count = count, What = What.Fail }, cancellationToken: Stop);
            var e = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.ReadAllAsync(Stop).ToListAsync(Stop));
            Assert.Equal((StatusCode.FailedPrecondition, "50% ärger\nfür 警察"), (e.StatusCode, e.Status.Detail));
            Assert.Equal(EchoService.Details, e.Trailers.GetValueBytes("grpc-status-details-bin"));
        }
    }

    private GrpcChannel Channel(GrpcWebMode mode) => GrpcChannel.ForAddress(
        host.WebAddress,
        new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(mode, new SocketsHttpHandler()),
            HttpVersion = new Version(1, 1),
            DisposeHttpClient = true,
        });
}
