using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Despatch.Grains.Placement;

/// <summary>
/// Finds the silo for a grain: of the first site in the grain's order that has one, the silo that the grain's hash points to. A
/// silo's name is its site's key, a hyphen and a number (<c>hendon-1</c>); a silo's own grain lives on the silo that its key names.
/// </summary>
public sealed class HomeSiteDirector(HomeSites homes, IClusterMembershipService membership) : IPlacementDirector
{
    /// <summary>The site part of a silo's name.</summary>
    public static string SiteOf(string siloName)
    {
        ArgumentNullException.ThrowIfNull(siloName);
        var hyphen = siloName.LastIndexOf('-');
        return hyphen < 0 ? siloName : siloName[..hyphen];
    }

    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var silos = context.GetCompatibleSilos(target);
        var members = membership.CurrentSnapshot.Members;
        var named = silos.Select(silo => (silo, members.TryGetValue(silo, out var member) ? member.Name : "")).ToArray();
        return Choose(target.GrainIdentity, named) is { } chosen
            ? Task.FromResult(chosen)
            : throw new SiloUnavailableException($"There is no silo {target.GrainIdentity.Key.ToString()?[HomeSites.SiloPrefix.Length..]}.");
    }

    /// <summary>The silo, of these, that a grain belongs on; null when it is the grain of a silo that is not among them, or there are none.</summary>
    public SiloAddress? Choose(GrainId grain, IReadOnlyCollection<(SiloAddress Silo, string Name)> silos)
    {
        var named = silos.OrderBy(s => s.Name, StringComparer.Ordinal).ToArray();
        var key = grain.Key.ToString() ?? "";
        if (key.StartsWith(HomeSites.SiloPrefix, StringComparison.Ordinal))
        {
            return Array.Find(named, s => key.AsSpan(HomeSites.SiloPrefix.Length).SequenceEqual(s.Name)).Silo;
        }

        var hash = grain.GetUniformHashCode();
        foreach (var site in homes.Order(key, hash))
        {
            var here = Array.FindAll(named, s => string.Equals(SiteOf(s.Name), site, StringComparison.Ordinal));
            if (here.Length > 0)
            {
                return here[hash % (uint)here.Length].Silo;
            }
        }

        return named.Length == 0 ? null : named[hash % (uint)named.Length].Silo;
    }
}
