using Despatch.Gateway.Refusals;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Despatch.Gateway.Identity;

/// <summary>Around every call of the API: knows who calls before the handler runs, and turns whatever it throws into a status.</summary>
internal sealed class CallGuard(GatewayOptions options, TimeProvider time, ILogger<CallGuard> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TResponse : class
    {
        using var span = GatewayTelemetry.Begin(context);
        TResponse? response = null;
        try
        {
            await GuardAsync(context, async () => response = await continuation(request, context));
            return response!;
        }
        catch (RpcException end)
        {
            GatewayTelemetry.Ended(span, end);
            throw;
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(request, responseStream, context));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(requestStream, responseStream, context));

    private async Task GuardAsync(ServerCallContext call, Func<Task> handler)
    {
        try
        {
            Caller.Identify(call, options);
            await handler();
        }
#pragma warning disable CA1031 // Whatever it is, the client gets a status and never the inside of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw Faults.ToRpc(exception, call, time.GetUtcNow(), logger);
        }
    }
}
