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

    /// <summary>
    /// The keys of those worth reading more of, by what they were found by alone; those that nothing speaks for are left out. A number's calls
    /// may be a call box's, and must not crowd the others out: half the room is theirs.
    /// </summary>
    public static ImmutableArray<string> Promising(
        Particulars wanted, ImmutableArray<Compared> found, ImmutableArray<NamedPerson> named, LinkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(policy);
        var evidence = new Evidence(wanted, found, named, policy);
        var weighed = found.Select(f => (f.Incident, Reasons: evidence.Of(f.About))).Where(static f => f.Reasons.Count > 0).ToList();
        var byNumberAlone = weighed.Where(static f => f.Reasons is [{ Evidence: LinkEvidence.Number or LinkEvidence.SharedNumber }])
            .Skip(policy.Compared / 2).Select(static f => f.Incident).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. weighed.OrderBy(f => byNumberAlone.Contains(f.Incident))
                .ThenByDescending(f => evidence.Score(f.Reasons))
                .Take(policy.Compared)
                .Select(static f => f.Incident),
        ];
    }

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
        var evidence = new Evidence(wanted, found, named, policy);
        return
        [
            .. found.Select(f => (f.Incident, f.About, Reasons: evidence.Of(f.About)))
                .Where(f => f.Reasons.Count > 0 && evidence.Score(f.Reasons) >= policy.Least)
                .Select(f => new LinkCandidate(
                    f.Incident, evidence.Score(f.Reasons), [.. f.Reasons], f.About.OpeningCode, f.About.At, Short(f.About.Words)))
                .OrderByDescending(static c => c.Score)
                .ThenByDescending(static c => c.OpenedAt)
                .ThenBy(static c => c.Incident, StringComparer.Ordinal)
                .Take(policy.Offered),
        ];
    }

    /// <summary>All that speaks for others, weighed by the policy.</summary>
    private sealed class Evidence(Particulars wanted, ImmutableArray<Compared> found, ImmutableArray<NamedPerson> named, LinkPolicy policy)
    {
        private readonly HashSet<string> _shared =
            wanted.Numbers.Where(n => PeopleOn(n, found) >= policy.SharedFrom).ToHashSet(StringComparer.Ordinal);

        private readonly AddressBook _book = new();
        private readonly PersonEvidence _persons = new(wanted, named, policy);
        private bool? _alone;

        /// <summary>The reasons for one, the weightiest first.</summary>
        public List<LinkReason> Of(Particulars other)
        {
            var alone = _alone ??= PlaceEvidence.LieInOne(wanted, found, _book, policy);
            LinkReason?[] reasons =
            [
                OfNumber(wanted, other, _shared),
                _persons.Of(other),
                PlaceEvidence.OfAddress(wanted, other, alone, _book, policy),
                PlaceEvidence.OfEvent(wanted, other, policy),
            ];
            return [.. reasons.OfType<LinkReason>().OrderByDescending(r => policy.Weights.GetValueOrDefault(r.Evidence))];
        }

        public double Score(List<LinkReason> reasons) =>
            Math.Round(1 - reasons.Aggregate(1.0, (left, r) => left * (1 - policy.Weights.GetValueOrDefault(r.Evidence))), 2);
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
