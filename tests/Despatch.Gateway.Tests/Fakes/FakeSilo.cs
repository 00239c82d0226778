using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Orleans.Runtime;

namespace Despatch.Gateway.Tests.Fakes;

/// <summary>One silo of a cluster of one, in whatever state the test wants.</summary>
public sealed class FakeSilo
{
    private static readonly SiloAddress Address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111), 1);

    public SiloStatus Status { get; set; } = SiloStatus.Active;

    public IClusterMembershipService Membership() => Interface<IClusterMembershipService>(method => method.Name switch
    {
        "get_CurrentSnapshot" => new ClusterMembershipSnapshot(
            ImmutableDictionary<SiloAddress, ClusterMember>.Empty.Add(Address, new ClusterMember(Address, Status, "hendon-1")),
            new MembershipVersion(1)),
        _ => throw new NotSupportedException(method.Name),
    });

    public ILocalSiloDetails Details() => Interface<ILocalSiloDetails>(method => method.Name switch
    {
        "get_SiloAddress" => Address,
        "get_Name" => "hendon-1",
        _ => throw new NotSupportedException(method.Name),
    });

    private static T Interface<T>(Func<MethodInfo, object?> call)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, FakeGrains.Proxy>();
        ((FakeGrains.Proxy)(object)proxy).Call = (method, _) => call(method);
        return proxy;
    }
}
