using Despatch.Gateway.Identity;
using Grpc.Core;

namespace Despatch.Gateway.Mdt;

/// <summary>despatch.v1.Mdt.</summary>
internal sealed class MdtService(MdtStreams streams) : V1.Mdt.MdtBase
{
    public override Task Sync(
        IAsyncStreamReader<V1.MdtUp> requestStream, IServerStreamWriter<V1.MdtDown> responseStream, ServerCallContext context) =>
        streams.RunAsync(Caller.Of(context), requestStream, responseStream, context);
}
