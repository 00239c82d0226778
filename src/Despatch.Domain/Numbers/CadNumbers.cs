using System.Collections.Immutable;
using System.Globalization;

namespace Despatch.Domain.Numbers;

/// <summary>A block of CAD numbers was given to a silo; nobody else ever gets it.</summary>
/// <param name="Site">For incidents that live at this site.</param>
/// <param name="Block">The block's number, from 0.</param>
public sealed record BlockReserved(string Site, int Block) : DomainEvent;

/// <summary>
/// The numbers of one day. They are handed out in blocks of <see cref="BlockSize"/>, and a block belongs to one site for good, so
/// that an incident's home follows from its number alone. A site that asks seldom skips blocks to keep up with the others:
/// numbers are unique and rise roughly in time, with gaps.
/// </summary>
/// <param name="Last">The last block given to each site, by the site's index; -1 for none.</param>
public sealed record CadNumbers(ImmutableDictionary<string, int> Last)
{
    /// <summary>How many numbers a silo takes at a time.</summary>
    public const int BlockSize = 10;

    /// <summary>Before the first block of the day.</summary>
    public static CadNumbers Initial { get; } = new(ImmutableDictionary<string, int>.Empty);

    /// <summary>The stream and grain key of a day.</summary>
    public static string KeyOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"numbers-{day:yyyyMMdd}");

    /// <summary>The site's index among all sites to which a number belongs.</summary>
    public static int SiteIndex(int number, int sites) => (number - 1) / BlockSize % sites;

    /// <summary>The first number of a block.</summary>
    public static int First(int block) => (block * BlockSize) + 1;

    /// <summary>Gives the next block to a site.</summary>
    /// <param name="site">The site's key.</param>
    /// <param name="index">Its index in the order of sites.</param>
    /// <param name="sites">How many sites there are.</param>
    /// <param name="at">The moment, UTC.</param>
    public BlockReserved Reserve(string site, int index, int sites, DateTimeOffset at)
    {
        // No block ever belongs to an index outside: the search below would not end.
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, sites);
        var floor = Last.IsEmpty ? 0 : Math.Max(0, Last.Values.Max() - sites + 1);
        var next = Math.Max(floor, Last.GetValueOrDefault(site, -1) + 1);
        while (next % sites != index)
        {
            next++;
        }

        return new BlockReserved(site, next) { At = at, By = Actor.System };
    }

    /// <summary>The state after one more fact.</summary>
    public static CadNumbers Evolve(CadNumbers state, DomainEvent fact) =>
        fact is BlockReserved e ? new CadNumbers(state.Last.SetItem(e.Site, e.Block)) : state;
}
