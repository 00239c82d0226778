using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>What to look up for an incident or a contact. Pure.</summary>
public static class LinkLookups
{
    /// <summary>More is no better: a call that names twenty people must not hold up its own opening.</summary>
    private const int Most = 40;

    /// <summary>The words to look up (see <see cref="LinkTags"/>), each once.</summary>
    public static ImmutableArray<string> Of(Particulars about, LinkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(about);
        ArgumentNullException.ThrowIfNull(policy);
        var numbers = about.Numbers.Select(LinkTags.Phone);
        var persons = about.Persons.SelectMany(static p => LinkTags.Person(p));
        var addresses = about.Places.SelectMany(static p => LinkTags.Address(p.Address));
        var events = about.Places.Where(static p => p.Point is { } point && point.IsOnEarth()).SelectMany(p =>
            LinkTags.Near(p.Point!.Value, about.At, policy.NearMetres, policy.NearWithin));
        return [.. numbers.Concat(addresses).Concat(events).Concat(persons).Distinct(StringComparer.Ordinal).Take(Most)];
    }
}
