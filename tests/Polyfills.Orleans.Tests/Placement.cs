using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Polyfills.OrleansTests;

public sealed class BySiteStrategy : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
public sealed class BySiteAttribute() : PlacementAttribute(new BySiteStrategy());

/// <summary>A key <c>site/...</c> belongs on the silo of that name while it is up, else on the first by name.</summary>
public sealed class BySiteDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var members = membership.CurrentSnapshot.Members;
        var site = target.GrainIdentity.Key.ToString().Split('/')[0];
        var byName = context.GetCompatibleSilos(target).OrderBy(s => members[s].Name, StringComparer.Ordinal).ToList();
        return Task.FromResult(byName.Find(s => string.Equals(members[s].Name, site, StringComparison.Ordinal)) ?? byName[0]);
    }
}
