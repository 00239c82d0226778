using System.Collections.Concurrent;
using Grpc.Core;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>What the server saw of calls that clients gave up, by the text of the request.</summary>
public sealed class Sightings
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ServerCallContext>> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ended = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _left = new(StringComparer.Ordinal);

    public Task<ServerCallContext> Started(string text) => _started.GetOrAdd(text, _ => NewSource<ServerCallContext>()).Task;

    public Task Ended(string text) => _ended.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A server stream's handler is done, in whatever way.</summary>
    public Task Left(string text) => _left.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Leave(string text) => _left.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Comes back when the call is cancelled.</summary>
    public async Task WaitAsync(string text, ServerCallContext context)
    {
        _started.GetOrAdd(text, _ => NewSource<ServerCallContext>()).TrySetResult(context);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        _ended.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class EchoService(Sightings sightings) : Echo.EchoBase
{
    /// <summary>A google.rpc.Status: code 9, message "details".</summary>
    public static readonly byte[] Details = [0x08, 9, 0x12, 7, .. "details"u8];

    public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
    {
        await DoAsync(request, context);
        return new EchoResponse { Text = request.Text, Payload = request.Payload, Count = request.Count };
    }

    public override async Task ServerStream(
        EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        try
        {
            for (var i = 0; i < request.Count; i++)
            {
                await responseStream.WriteAsync(new EchoResponse { Text = request.Text, Payload = request.Payload, Count = i });
            }

            await DoAsync(request, context);
        }
        finally
        {
            sightings.Leave(request.Text);
        }
    }

    public override async Task<EchoResponse> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var answer = new EchoResponse();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (request.What == What.Leave)
            {
                return answer;
            }

            await DoAsync(request, context);
            answer.Text += request.Text;
            answer.Count++;
        }

        return answer;
    }

    public override async Task Duplex(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await DoAsync(request, context);
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text, Payload = request.Payload, Count = request.Count });
        }
    }

    private async Task DoAsync(EchoRequest request, ServerCallContext context)
    {
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-echo", StringComparison.Ordinal)))
        {
            context.ResponseTrailers.Add(entry);
        }

        switch (request.What)
        {
            case What.Wait:
                await sightings.WaitAsync(request.Text, context);
                break;
            case What.Headers:
                await context.WriteResponseHeadersAsync(new Metadata { { "x-early", "yes" } });
                await sightings.WaitAsync(request.Text, context);
                break;
            case What.Hang:
                await sightings.WaitAsync(request.Text, context);
                await context.GetHttpContext().RequestServices.GetRequiredService<Release>().Task;
                break;
            case What.Fail:
                throw new RpcException(
                    new Status(StatusCode.FailedPrecondition, "50% ärger\nfür 警察"),
                    new Metadata { { "grpc-status-details-bin", Details }, { "x-why", "because" } });
            case What.Throw:
                throw new InvalidOperationException("the cat is out");
        }
    }
}

/// <summary>Lets go of the handlers that hang.</summary>
public sealed class Release
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _source.Task;

    public void Open() => _source.TrySetResult();
}
