using Despatch.Exercise.Clients;
using Despatch.V1;
using Grpc.Core;

namespace Despatch.Exercise.Mdt;

/// <summary>One stream of <c>Mdt.Sync</c>. One reader and one writer at a time.</summary>
public interface IMdtStream : IDisposable
{
    /// <summary>Sends an item up. A broken stream throws RpcException.</summary>
    Task WriteAsync(MdtUp item, CancellationToken cancel);

    /// <summary>The next item down; null when the server has ended the stream. A broken one throws RpcException.</summary>
    Task<MdtDown?> ReadAsync(CancellationToken cancel);
}

/// <summary>A real one.</summary>
internal sealed class GrpcMdtStream(AsyncDuplexStreamingCall<MdtUp, MdtDown> call) : IMdtStream
{
    public static IMdtStream Open(CommandClient client, Person by, CancellationToken cancel) =>
        new GrpcMdtStream(client.NextGateway().Mdt.Sync(new CallOptions(client.HeadersOf(by), cancellationToken: cancel)));

    public Task WriteAsync(MdtUp item, CancellationToken cancel) => call.RequestStream.WriteAsync(item, cancel);

    public async Task<MdtDown?> ReadAsync(CancellationToken cancel) =>
        await call.ResponseStream.MoveNext(cancel) ? call.ResponseStream.Current : null;

    public void Dispose() => call.Dispose();
}
