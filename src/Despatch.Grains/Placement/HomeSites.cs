using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;

namespace Despatch.Grains.Placement;

/// <summary>Which site a grain belongs to, by its key alone. Immutable.</summary>
public sealed class HomeSites(Force force)
{
    /// <summary>The prefix of a silo's own grain.</summary>
    public const string SiloPrefix = "silo-";

    private const int PodCodeLength = 2;

    private readonly Dictionary<string, int> _siteOfPod = force.Pods.ToDictionary(
        p => p.Code,
        p => force.Sites.IndexOf(force.Sites.First(s => string.Equals(s.Key, p.Site, StringComparison.Ordinal))),
        StringComparer.Ordinal);

    /// <summary>
    /// The sites in the order in which they shall take the grain: its home, then the others in the force's fixed order from there.
    /// </summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="hash">A uniform hash of it, for kinds that belong nowhere in particular.</param>
    public IEnumerable<string> Order(string key, uint hash)
    {
        var home = Home(key, hash);
        for (var i = 0; i < force.Sites.Length; i++)
        {
            yield return force.Sites[(home + i) % force.Sites.Length].Key;
        }
    }

    private int Home(string key, uint hash)
    {
        if (CadNumber.TryFromKey(key, out var cad))
        {
            return CadNumbers.SiteIndex(cad.Number, force.Sites.Length);
        }

        if (key.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal)
            && key.Length >= UnitState.KeyPrefix.Length + PodCodeLength
            && _siteOfPod.TryGetValue(key.Substring(UnitState.KeyPrefix.Length, PodCodeLength), out var site))
        {
            return site;
        }

        if (key.StartsWith(PodKey.Prefix, StringComparison.Ordinal) && _siteOfPod.TryGetValue(key[PodKey.Prefix.Length..], out var podSite))
        {
            return podSite;
        }

        return (int)(hash % (uint)force.Sites.Length);
    }
}
