using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Callers;

/// <summary>
/// What a contact is recognised by: its number, the people it names, its address. Two that share a key come from the same number, person or
/// address, and not only from a like one: for what is merely alike see <see cref="Likeness"/>. Pure.
/// </summary>
public static class CallerKeys
{
    private const string NumberPrefix = "number:";
    private const string PersonPrefix = "person:";
    private const string AddressPrefix = "address:";

    /// <summary>All keys of a contact or an incident; those that say too little are left out.</summary>
    public static ImmutableArray<string> Of(string number, IEnumerable<GivenPerson> people, string address)
    {
        ArgumentNullException.ThrowIfNull(people);
        return [.. new[] { Number(number) }.Concat(people.SelectMany(static p => Person(p).AsEnumerable())).Append(Address(address)).Where(static k => k.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The key of a number; empty if it was withheld.</summary>
    public static string Number(string number) => LinkKeys.Phone(number) is { Length: > 0 } phone ? NumberPrefix + phone : "";

    /// <summary>The word under which the log finds a number's misuse calls again; empty if it was withheld.</summary>
    public static string MisuseTag(string number) => LinkKeys.Phone(number) is { Length: > 0 } phone ? "misuse:" + phone : "";

    /// <summary>The keys of a person: the id, and the whole name with the date of birth. A name alone is borne by many and gives none.</summary>
    public static ImmutableArray<string> Person(GivenPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var keys = ImmutableArray.CreateBuilder<string>(2);
        if (person.Id.Length > 0)
        {
            keys.Add($"{PersonPrefix}#{person.Id}");
        }

        var words = PersonName.Of(person.Name).Words;
        if (person.Born is { } born && !words.IsEmpty)
        {
            keys.Add(string.Create(CultureInfo.InvariantCulture, $"{PersonPrefix}{string.Join(' ', words)}+{born:yyyy-MM-dd}"));
        }

        return keys.ToImmutable();
    }

    /// <summary>
    /// A name with nothing beside it, as a marker has it; empty without a name. It recognises nobody, and is only for saying who looked up that
    /// name.
    /// </summary>
    public static string NameAlone(string name) => PersonName.Of(name).Words is { IsEmpty: false } words ? PersonPrefix + string.Join(' ', words) : "";

    /// <summary>The key of an address: flat, number and street, or number and postcode; empty unless it says which building.</summary>
    public static string Address(string address)
    {
        var parts = AddressParts.Of(address);
        return !parts.IsBuilding ? ""
            : parts.Street.IsEmpty ? $"{AddressPrefix}{parts.Flat}/{parts.Number}@{parts.Postcode}"
            : $"{AddressPrefix}{parts.Flat}/{parts.Number} {string.Join(' ', parts.Street)} {parts.Kind}";
    }

    /// <summary>Whether a key is a person's: reading a record is on record for each of them.</summary>
    public static bool IsPerson(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(PersonPrefix, StringComparison.Ordinal);
    }

    /// <summary>What a key that two share says of them, in words.</summary>
    public static string Words(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(NumberPrefix, StringComparison.Ordinal) ? "the same number" : IsPerson(key) ? "the same person" : "the same address";
    }
}
