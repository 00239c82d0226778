using Despatch.Domain;
using Grpc.Core;

namespace Despatch.Gateway.Identity;

/// <summary>
/// Who calls. In development it is what the metadata says; nothing else is supported yet, and then every call is refused.
/// </summary>
internal static class Caller
{
    /// <summary>The metadata key of the operator's name or number.</summary>
    public const string OperatorHeader = "x-operator";

    /// <summary>The metadata key of the role in which they act.</summary>
    public const string RoleHeader = "x-role";

    private const int MaxOperatorLength = 64;

    /// <summary>Identifies the caller and remembers it for the handler.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED, naming the header.</exception>
    public static void Identify(ServerCallContext call, GatewayOptions options)
    {
        if (!options.AllowDevelopmentIdentity)
        {
            throw Unknown("This gateway takes no identity from metadata outside development, and has no other: every call is refused.");
        }

        call.UserState[typeof(Actor)] = Read(call.RequestHeaders);
    }

    /// <summary>The caller that <see cref="Identify"/> found.</summary>
    public static Actor Of(ServerCallContext call) => (Actor)call.UserState[typeof(Actor)];

    /// <summary>The caller by the metadata.</summary>
    internal static Actor Read(Metadata headers)
    {
        var name = headers.GetValue(OperatorHeader);
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxOperatorLength || name.Any(static c => c is < ' ' or > '~'))
        {
            throw Unknown($"{OperatorHeader} must say who calls, in 1 to {MaxOperatorLength} printable characters.");
        }

        // 'system' is not among the names: nobody may claim to be the system.
        return Wire.Roles.Read(headers.GetValue(RoleHeader)) is { } role
            ? new Actor(name, role)
            : throw Unknown($"{RoleHeader} must be one of {Wire.Roles.Names}.");
    }

    private static RpcException Unknown(string message) => new(new Status(StatusCode.Unauthenticated, message));
}
