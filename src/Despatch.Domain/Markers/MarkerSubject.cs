using System.Collections.Immutable;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Markers;

/// <summary>What a marker can be about.</summary>
public enum SubjectKind
{
    /// <summary>A person, by name.</summary>
    Person,
    /// <summary>An address, in words and perhaps with its spot.</summary>
    Address,
    /// <summary>A telephone number.</summary>
    Phone,
}

/// <summary>Whom or what a marker is about.</summary>
/// <param name="Kind">A person, an address, a phone.</param>
/// <param name="Name">The name, the address or the number, as it was given.</param>
/// <param name="Point">An address's spot; null while nobody knows it, and for what has none.</param>
public sealed record MarkerSubject(SubjectKind Kind, string Name, Point? Point)
{
    /// <summary>So much of a key is looked for; the rest is compared.</summary>
    private const int MostTagged = 150;

    /// <summary>Two addresses further apart than this are two, whatever their words: London has dozens of High Streets. Our figure.</summary>
    private const double SamePlaceMetres = 300;

    /// <summary>How alike two names must be to be one person's: as one hears them on the phone. Our figure.</summary>
    private const double SameName = 0.9;

    /// <summary>Under what it is found: those that share none with another are not the same. Empty when it names nobody and nothing.</summary>
    public ImmutableArray<string> Keys()
    {
        ImmutableArray<string> keys = Kind switch
        {
            SubjectKind.Phone => LinkKeys.Phone(Name) is { Length: > 0 } number ? [number] : [],
            SubjectKind.Person => LinkKeys.Person(Name, null),
            _ => LinkKeys.Address(Name),
        };

        // A house by its name alone, a person by one word: found only when written the same.
        return keys.IsEmpty && Kind != SubjectKind.Phone && Folded is { Length: > 0 } folded ? [$"={folded}"] : keys;
    }

    /// <summary>The log's tags of it, one a key.</summary>
    public ImmutableArray<string> Tags()
    {
        var kind = Kind.ToString().ToLowerInvariant();
        return [.. Keys().Select(key => $"marker:{kind}:{(key.Length <= MostTagged ? key : key[..MostTagged])}")];
    }

    private string Folded => string.Join(' ', Folding.Words(Name));

    /// <summary>The address of a place; null where it has no words.</summary>
    public static MarkerSubject? OfPlace(Place place) =>
        place is { Address.Length: > 0 } ? new(SubjectKind.Address, place.Address, place.Point) : null;

    /// <summary>A telephone; null for a number that was withheld.</summary>
    public static MarkerSubject? OfPhone(string number) => number.Length > 0 ? new(SubjectKind.Phone, number, null) : null;

    /// <summary>A person; null without a name.</summary>
    public static MarkerSubject? OfPerson(string name) => name.Length > 0 ? new(SubjectKind.Person, name, null) : null;

    /// <summary>What a command to an incident brings that markers may be known about.</summary>
    public static ImmutableArray<MarkerSubject> BroughtBy(IncidentCommand command) => command switch
    {
        OpenIncident c => Those([OfPhone(c.CallerNumber), OfPlace(c.Place), .. c.Persons.Select(static p => OfPerson(p.Name))]),
        NamePerson c => Those(OfPerson(c.Person.Name)),
        Locate c => Those(OfPlace(c.Place)),
        Risk.RecordCheck c => Those(c.Subject),
        _ => [],
    };

    /// <summary>What a contact that is taken down brings: who calls, from where, and whom it is about.</summary>
    public static ImmutableArray<MarkerSubject> BroughtBy(RecordContact command) =>
        OfCall(command.CallerNumber, command.CallerName, command.Place, command.Details);

    /// <summary>The same of one that was taken down.</summary>
    public static ImmutableArray<MarkerSubject> BroughtBy(ContactState contact) =>
        contact.Recorded is { } e ? OfCall(e.CallerNumber, e.CallerName, e.Place, e.Details) : [];

    private static ImmutableArray<MarkerSubject> OfCall(string number, string name, Place place, CallDetails? details) => Those(
        [OfPhone(number), OfPerson(name), OfPlace(place), .. details?.People.Select(static p => OfPerson(p.Name)) ?? []]);

    /// <summary>Those that are there.</summary>
    public static ImmutableArray<MarkerSubject> Those(params ReadOnlySpan<MarkerSubject?> subjects)
    {
        var there = ImmutableArray.CreateBuilder<MarkerSubject>(subjects.Length);
        foreach (var subject in subjects)
        {
            if (subject is not null)
            {
                there.Add(subject);
            }
        }

        return there.ToImmutable();
    }

    /// <summary>
    /// Whether the two are the same, however they were written down. Of addresses, another flat of the same building is another; one that does
    /// not say which flat may be any.
    /// </summary>
    public bool IsSame(MarkerSubject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && Kind switch
        {
            SubjectKind.Phone => LinkKeys.Phone(Name) is { Length: > 0 } number && string.Equals(number, LinkKeys.Phone(other.Name), StringComparison.Ordinal),
            SubjectKind.Person => Likeness.OfNames(PersonName.Of(Name), PersonName.Of(other.Name)) >= SameName,
            _ => IsSameAddress(other),
        };
    }

    private bool IsSameAddress(MarkerSubject other)
    {
        var nearby = Point is { } here && other.Point is { } there ? here.MetresTo(there) <= SamePlaceMetres : (bool?)null;
        if (nearby == false)
        {
            return false;
        }

        if (string.Equals(Folded, other.Folded, StringComparison.Ordinal))
        {
            return true;
        }

        var (one, two) = (AddressParts.Of(Name), AddressParts.Of(other.Name));

        // Whoever marked an address without its spot or postcode is shown to both of two High Streets, rather than to none.
        return AddressLikeness.Of(one, two, nearby ?? (one.Street.SequenceEqual(two.Street, StringComparer.Ordinal) ? true : null))
            is SameAddress.Dwelling or SameAddress.SomeFlat;
    }
}
