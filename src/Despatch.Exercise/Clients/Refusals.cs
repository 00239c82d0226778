using Despatch.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Despatch.Exercise.Clients;

/// <summary>Finds the rule that refused a call in its status details.</summary>
public static class Refusals
{
    /// <summary>The codes that mean 'do it again'; the command was not wrong.</summary>
    public static bool IsWorthAnotherTry(string code) => code is "too-many-conflicts" or "command-expired";

    /// <summary>The refusal in the details of a failed call; null when it failed for another reason.</summary>
    public static Refusal? Of(RpcException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var details = failure.Trailers.GetValueBytes("grpc-status-details-bin");
        if (details is null)
        {
            return null;
        }

        try
        {
            foreach (var detail in V1.Rpc.Status.Parser.ParseFrom(details).Details)
            {
                if (detail.TryUnpack<Refusal>(out var refusal))
                {
                    return refusal;
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not what it says it is: then it is no refusal either.
        }

        return null;
    }
}
