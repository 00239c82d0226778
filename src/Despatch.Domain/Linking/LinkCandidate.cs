using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>Why two incidents may belong together. The names, hyphenated, are those of London's <c>linking.csv</c>.</summary>
public enum LinkEvidence
{
    /// <summary>The same number called.</summary>
    Number,

    /// <summary>The same number, but one that many different people call from: a call box, a hostel, a ward.</summary>
    SharedNumber,

    /// <summary>The same name and date of birth.</summary>
    Person,

    /// <summary>The same name, and nearly the same date of birth.</summary>
    PersonNearly,

    /// <summary>The same date of birth and surname, and first names that begin alike: Ben and Benjamin.</summary>
    BornAndInitials,

    /// <summary>The same date of birth and surname; the first name is another, such as a pet name or a twin's.</summary>
    BornAndSurname,

    /// <summary>The same date of birth and first name; the surname is another, such as a married one.</summary>
    BornAndFirstName,

    /// <summary>The same name in the same neighbourhood; a date of birth is missing.</summary>
    NameNearby,

    /// <summary>The same name, which few have; a date of birth is missing.</summary>
    RareName,

    /// <summary>The same name, which many have; a date of birth is missing.</summary>
    Name,

    /// <summary>The same dwelling.</summary>
    Dwelling,

    /// <summary>The same address by its words, of which the log knows one only; a postcode or a town is missing.</summary>
    DwellingUnplaced,

    /// <summary>The same building; one of the two does not say which flat.</summary>
    SomeFlat,

    /// <summary>The same building, another flat.</summary>
    Building,

    /// <summary>Near in place and time, and called the same.</summary>
    Event,

    /// <summary>Near in place and time, but called something else.</summary>
    EventOtherwiseCalled,
}

/// <summary>One reason for a candidate.</summary>
/// <param name="Evidence">Which.</param>
/// <param name="Words">In words, with what is alike.</param>
public sealed record LinkReason(LinkEvidence Evidence, string Words);

/// <summary>An incident, open or past, that another may belong to.</summary>
/// <param name="Incident">Its key.</param>
/// <param name="Score">From 0 to 1, two decimals: how much speaks for it.</param>
/// <param name="Reasons">Why, the weightiest first; at least one.</param>
/// <param name="OpeningCode">What it was called when opened.</param>
/// <param name="OpenedAt">When (UTC).</param>
/// <param name="Words">Its first words, cut short.</param>
public sealed record LinkCandidate(
    string Incident, double Score, ImmutableArray<LinkReason> Reasons, string OpeningCode, DateTimeOffset OpenedAt, string Words);
