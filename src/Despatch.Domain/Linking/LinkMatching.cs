using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>An incident that may be a candidate.</summary>
/// <param name="Incident">Its key.</param>
/// <param name="About">What it is recognised by.</param>
public sealed record Compared(string Incident, Particulars About);

/// <summary>
/// Says which of the incidents that were looked up are candidates. Each kind of evidence counts once, by its best; what speaks for a link
/// in several ways adds up as independent chances do. Pure.
/// </summary>
public static class LinkMatching
{
    private const int WordsLength = 120;

    /// <summary>The candidates, best first, as many as the policy offers.</summary>
    /// <param name="wanted">What candidates are looked for.</param>
    /// <param name="found">The incidents to compare it with.</param>
    /// <param name="named">Everybody who was found by name, compared or not: they tell a rare name from a common one.</param>
    /// <param name="policy">The force's.</param>
    public static ImmutableArray<LinkCandidate> Best(
        Particulars wanted, ImmutableArray<Compared> found, ImmutableArray<NamedPerson> named, LinkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(policy);
        var shared = wanted.Numbers.Where(n => PeopleOn(n, found) >= policy.SharedFrom).ToHashSet(StringComparer.Ordinal);
        var alone = PlaceEvidence.LieInOne(wanted, found, policy);
        var persons = new PersonEvidence(wanted, named, policy);
        return
        [
            .. found.Select(f => Candidate(wanted, f, shared, alone, persons, policy))
                .OfType<LinkCandidate>()
                .OrderByDescending(static c => c.Score)
                .ThenByDescending(static c => c.OpenedAt)
                .ThenBy(static c => c.Incident, StringComparer.Ordinal)
                .Take(policy.Offered),
        ];
    }

    private static LinkCandidate? Candidate(
        Particulars wanted, Compared other, HashSet<string> shared, bool alone, PersonEvidence persons, LinkPolicy policy)
    {
        LinkReason?[] reasons =
        [
            OfNumber(wanted, other.About, shared),
            persons.Of(other.About),
            PlaceEvidence.OfAddress(wanted, other.About, alone, policy),
            PlaceEvidence.OfEvent(wanted, other.About, policy),
        ];
        var weighed = reasons.OfType<LinkReason>().Select(r => (Reason: r, Weight: policy.Weights.GetValueOrDefault(r.Evidence)))
            .OrderByDescending(static r => r.Weight).ToList();
        var score = Math.Round(1 - weighed.Aggregate(1.0, static (left, r) => left * (1 - r.Weight)), 2);
        return weighed.Count > 0 && score >= policy.Least
            ? new LinkCandidate(
                other.Incident, score, [.. weighed.Select(static r => r.Reason)], other.About.OpeningCode, other.About.At, Short(other.About.Words))
            : null;
    }

    private static LinkReason? OfNumber(Particulars wanted, Particulars other, HashSet<string> shared) =>
        wanted.Numbers.Where(n => other.Numbers.Contains(n, StringComparer.Ordinal)).OrderBy(shared.Contains).FirstOrDefault() switch
        {
            null => null,
            var number when shared.Contains(number) =>
                new LinkReason(LinkEvidence.SharedNumber, $"The same number {number}, which many different people call from."),
            var number => new LinkReason(LinkEvidence.Number, $"The same number {number}."),
        };

    /// <summary>How many different people called from a number, as far as they gave their names.</summary>
    private static int PeopleOn(string number, ImmutableArray<Compared> found)
    {
        var people = new List<PersonName>();
        foreach (var caller in found.Where(f => f.About.Numbers.Contains(number, StringComparer.Ordinal))
            .Select(static f => f.About.Persons.FirstOrDefault(static p => p.Role == PersonRole.Caller)))
        {
            if (caller is not null && PersonName.Of(caller.Name) is { IsEmpty: false } name
                && !people.Exists(p => Likeness.OfNames(p, name) >= PersonEvidence.SameName))
            {
                people.Add(name);
            }
        }

        return people.Count;
    }

    private static string Short(string words) => words.Length <= WordsLength ? words : words[..WordsLength];
}
