using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>What speaks for a link by the people named. Immutable.</summary>
internal sealed class PersonEvidence
{
    /// <summary>From here on two spellings are one name, when the date of birth is the same too.</summary>
    public const double SameName = 0.88;

    /// <summary>From here on they are one name by themselves; and so for one word of it.</summary>
    private const double SurelySameName = 0.92;

    private const double NearlySameDate = 0.5;

    private readonly Particulars _about;
    private readonly LinkPolicy _policy;
    private readonly ImmutableArray<(NamedPerson Person, PersonName Name, bool IsRare)> _wanted;

    public PersonEvidence(Particulars wanted, ImmutableArray<NamedPerson> named, LinkPolicy policy)
    {
        _about = wanted;
        _policy = policy;
        _wanted =
        [
            .. wanted.Persons.Select(person =>
            {
                var name = PersonName.Of(person.Name);

                // Whoever is in the log again and again is one bearer still.
                var bearers = named.Where(p => Likeness.OfNames(name, PersonName.Of(p.Name)) >= SurelySameName).Select(static p => p.Born).Distinct().Count();
                return (person, name, bearers <= policy.RareUpTo);
            }),
        ];
    }

    /// <summary>The strongest of it; null if nothing does.</summary>
    public LinkReason? Of(Particulars other)
    {
        LinkReason? best = null;
        var isNear = PlaceEvidence.Metres(_about, other) <= _policy.NeighbourhoodMetres;
        foreach (var person in other.Persons)
        {
            var name = PersonName.Of(person.Name);
            foreach (var wanted in _wanted)
            {
                if (Compare(wanted, isNear, person, name) is { } evidence && (best is null || evidence < best.Evidence))
                {
                    best = new LinkReason(evidence, Words(evidence, wanted.Person, person));
                }
            }
        }

        return best;
    }

    private static LinkEvidence? Compare(
        (NamedPerson Person, PersonName Name, bool IsRare) wanted, bool isNear, NamedPerson other, PersonName otherName)
    {
        var oneName = wanted.Name;
        var names = Likeness.OfNames(oneName, otherName);
        if (wanted.Person.Born is not { } born || other.Born is not { } otherBorn)
        {
            var whole = Math.Min(oneName.Words.Length, otherName.Words.Length) > 1;
            return !whole || names < SurelySameName ? null
                : isNear ? LinkEvidence.NameNearby
                : wanted.IsRare ? LinkEvidence.RareName
                : LinkEvidence.Name;
        }

        return Likeness.OfDates(born, otherBorn) switch
        {
            1 when names >= SameName => LinkEvidence.Person,
            1 when Likeness.OfWords(oneName.Words[^1], otherName.Words[^1]) >= SurelySameName =>
                oneName.Words[0][0] == otherName.Words[0][0] ? LinkEvidence.BornAndInitials : LinkEvidence.BornAndSurname,
            1 when Likeness.OfWords(oneName.Words[0], otherName.Words[0]) >= SurelySameName => LinkEvidence.BornAndFirstName,
            > NearlySameDate and < 1 when names >= SurelySameName => LinkEvidence.PersonNearly,
            _ => null,
        };
    }

    private static string Words(LinkEvidence evidence, NamedPerson one, NamedPerson other)
    {
        var what = evidence switch
        {
            LinkEvidence.Person => "The same name and date of birth",
            LinkEvidence.PersonNearly => "The same name, nearly the same date of birth",
            LinkEvidence.BornAndInitials => "The same date of birth and surname, first names that begin alike",
            LinkEvidence.BornAndSurname => "The same date of birth and surname",
            LinkEvidence.BornAndFirstName => "The same date of birth and first name",
            LinkEvidence.RareName => "The same name, a rare one",
            LinkEvidence.NameNearby => "The same name in the same neighbourhood",
            _ => "The same name, a common one",
        };
        return $"{what}: {Spell(one)} here, {Spell(other)} there.";
    }

    private static string Spell(NamedPerson person) =>
        person.Born is { } born ? FormattableString.Invariant($"{person.Name} born {born:dd MMM yyyy}") : person.Name;
}
