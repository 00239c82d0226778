using Grpc.Core;
using Grpc.Core.Interceptors;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>Code around calls.</summary>
public sealed class InterceptorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interceptors_of_a_server_surround_all_kinds_of_call_in_order()
    {
        await using var host = new GrpcHost
        {
            Configure = o =>
            {
                o.Interceptors.Add<Tag>("outer");
                o.Interceptors.Add<Tag>("inner");
            },
        };
        await host.InitializeAsync();
        using var unary = host.Client.UnaryAsync(new EchoRequest(), cancellationToken: Stop);
        await unary;
        using var stream = host.Client.ServerStream(new EchoRequest { Count = 1 }, cancellationToken: Stop);
        await stream.ResponseStream.ReadAllAsync(Stop).ToListAsync(Stop);
        using var client = host.Client.ClientStream(cancellationToken: Stop);
        await client.RequestStream.CompleteAsync();
        await client;
        using var duplex = host.Client.Duplex(cancellationToken: Stop);
        await duplex.RequestStream.CompleteAsync();
        await duplex.ResponseStream.ReadAllAsync(Stop).ToListAsync(Stop);
        foreach (var trailers in new[] { unary.GetTrailers(), stream.GetTrailers(), client.GetTrailers(), duplex.GetTrailers() })
        {
            Assert.Equal("outer, inner", string.Join(", ", trailers.GetAll("x-tag").Select(e => e.Value)));
        }
    }

    [Fact]
    public async Task An_interceptor_of_a_server_may_refuse_a_call()
    {
        await using var host = new GrpcHost { Configure = o => o.Interceptors.Add<Refuse>() };
        await host.InitializeAsync();
        var e = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client.UnaryAsync(new EchoRequest(), cancellationToken: Stop));
        Assert.Equal((StatusCode.Unauthenticated, "who are you?"), (e.StatusCode, e.Status.Detail));
    }

    private sealed class Tag(string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) => continuation(
                request, Tagged(context));

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            continuation(requestStream, Tagged(context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation) => continuation(request, responseStream, Tagged(context));

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) => continuation(requestStream, responseStream, Tagged(context));

        private ServerCallContext Tagged(ServerCallContext context)
        {
            context.ResponseTrailers.Add("x-tag", name);
            return context;
        }
    }

    private sealed class Refuse : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.Unauthenticated, "who are you?"));
    }
}
