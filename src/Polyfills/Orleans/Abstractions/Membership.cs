using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Where a silo is in its life.</summary>
public enum SiloStatus
{
    None = 0,
    Created = 1,
    Joining = 2,
    Active = 3,
    ShuttingDown = 4,
    Stopping = 5,
    Dead = 6,
}

/// <summary>Questions about a <see cref="SiloStatus"/>.</summary>
public static class SiloStatusExtensions
{
    public static bool IsTerminating(this SiloStatus siloStatus) =>
        siloStatus is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;
}

/// <summary>The silo that this service provider belongs to.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }

    SiloAddress SiloAddress { get; }

    SiloAddress GatewayAddress { get; }
}

/// <summary>Counts the changes of the membership.</summary>
public readonly record struct MembershipVersion(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(MembershipVersion left, MembershipVersion right) => left.Value < right.Value;

    public static bool operator >(MembershipVersion left, MembershipVersion right) => left.Value > right.Value;

    public static bool operator <=(MembershipVersion left, MembershipVersion right) => left.Value <= right.Value;

    public static bool operator >=(MembershipVersion left, MembershipVersion right) => left.Value >= right.Value;
}

/// <summary>One silo as the cluster sees it.</summary>
public sealed record ClusterMember(SiloAddress SiloAddress, SiloStatus Status, string Name);

/// <summary>All silos as the cluster sees them.</summary>
public sealed class ClusterMembershipSnapshot(ImmutableDictionary<SiloAddress, ClusterMember> members, MembershipVersion version)
{
    public ImmutableDictionary<SiloAddress, ClusterMember> Members { get; } = members;

    public MembershipVersion Version { get; } = version;

    public SiloStatus GetSiloStatus(SiloAddress silo)
    {
        if (Members.TryGetValue(silo, out var member))
        {
            return member.Status;
        }

        return Members.Keys.Any(other => other.IsSuccessorOf(silo)) ? SiloStatus.Dead : SiloStatus.None;
    }
}

/// <summary>The membership, now and as it changes.</summary>
public interface IClusterMembershipService
{
    ClusterMembershipSnapshot CurrentSnapshot { get; }

    IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates { get; }
}
