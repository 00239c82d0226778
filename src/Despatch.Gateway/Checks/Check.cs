using Despatch.Domain;
using Despatch.Gateway.Refusals;
using Despatch.Pack;

namespace Despatch.Gateway.Checks;

/// <summary>
/// The checks of one request: everything is looked at, the first rule broken is what the client hears. Reading a field gives its
/// value, or a harmless one if it broke a rule, so a service reads straight through and asks once at the end. For one caller.
/// </summary>
internal sealed class Check(ForcePack pack, GatewayOptions options, DateTimeOffset now)
{
    public ForcePack Pack { get; } = pack;

    public GatewayOptions Options { get; } = options;

    /// <summary>The moment the request arrived, for all its checks.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The first rule broken; null while all hold.</summary>
    public Refusal? First { get; private set; }

    /// <summary>Notes a broken rule, in words that follow the field's name.</summary>
    public void Refuse(string field, string rule) => Refuse(new Refusal(RefusalCode.InvalidField, $"{field} {rule}.", field));

    /// <summary>Notes a refusal.</summary>
    public void Refuse(Refusal refusal) => First ??= refusal;

    /// <summary>Notes a broken rule unless it holds; says whether it does.</summary>
    public bool Must(bool holds, string field, string rule)
    {
        if (!holds)
        {
            Refuse(field, rule);
        }

        return holds;
    }

    /// <summary>Ends the call if any rule was broken.</summary>
    /// <exception cref="Grpc.Core.RpcException">The first one.</exception>
    public void Throw()
    {
        if (First is { } refusal)
        {
            throw RefusalStatus.Exception(refusal);
        }
    }
}

/// <summary>Begins the checks of a request. Thread-safe.</summary>
internal sealed class Checker(ForcePack pack, GatewayOptions options, TimeProvider time)
{
    public Check Begin() => new(pack, options, time.GetUtcNow());
}
