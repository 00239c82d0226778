using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>One word to look up, and how much finding something there says before anything is compared.</summary>
/// <param name="Tag">The word (see <see cref="LinkTags"/>).</param>
/// <param name="Promise">Above 0; what is found under several words adds up, and the most promising are compared.</param>
public sealed record LinkLookup(string Tag, double Promise);

/// <summary>What to look up for an incident or a contact. Pure.</summary>
public static class LinkLookups
{
    /// <summary>
    /// A date of birth with half a name is one person's or two's; a moment in a place, some calls'; a block's number or a call box's line may be
    /// hundreds of calls', and must not crowd the others out; a name is borne by thousands.
    /// </summary>
    private const double OfBirth = 3;
    private const double OfEvent = 2;
    private const double OfNumber = 1;
    private const double OfAddress = 0.7;
    private const double OfName = 0.4;

    /// <summary>More is no better: a call that names twenty people must not hold up its own opening.</summary>
    private const int Most = 40;

    /// <summary>The look-ups, each word once.</summary>
    public static ImmutableArray<LinkLookup> Of(Particulars about, LinkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(about);
        ArgumentNullException.ThrowIfNull(policy);
        var numbers = about.Numbers.Select(static n => new LinkLookup(LinkTags.Phone(n), OfNumber));
        var persons = about.Persons.SelectMany(static p => LinkTags.Person(p).Select((tag, i) =>
            new LinkLookup(tag, p.Born is not null && (i > 0 || PersonName.Of(p.Name).Words.Length == 1) ? OfBirth : OfName)));
        var addresses = about.Places.SelectMany(static p => LinkTags.Address(p.Address).Select(static tag => new LinkLookup(tag, OfAddress)));
        var events = about.Places.Where(static p => p.Point is { } point && point.IsOnEarth()).SelectMany(p =>
            LinkTags.Near(p.Point!.Value, about.At, policy.NearMetres, policy.NearWithin).Select(static tag => new LinkLookup(tag, OfEvent)));
        return [.. numbers.Concat(addresses).Concat(events).Concat(persons).DistinctBy(static l => l.Tag, StringComparer.Ordinal).Take(Most)];
    }
}
