using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Linking;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for people as they are named.</summary>
internal static class PersonChecks
{
    /// <summary>Nobody has grown older, by far.</summary>
    private const int OldestYears = 130;

    /// <summary>Who may be named at once.</summary>
    private const int Most = 20;

    /// <summary>A person who must be named.</summary>
    public static NamedPerson Person(this Check check, V1.NamedPerson? wire, string field)
    {
        check.Must(wire is not null, field, "must be given");
        var name = check.Text(wire?.Name ?? "", $"{field}.name", TextChecks.NameLength);
        check.Must(wire is null || !PersonName.Of(wire.Name).IsEmpty, $"{field}.name", "must hold a name");
        var role = LinkRows.Read(wire?.Role ?? V1.PersonRole.Unspecified);
        check.Must(role is not null, $"{field}.role", "must be one of the roles, PERSON_ROLE_OTHER when none fits");
        return new NamedPerson(name, check.Born(wire?.Born ?? "", $"{field}.born"), role ?? PersonRole.Other);
    }

    /// <summary>People, possibly none.</summary>
    public static ImmutableArray<NamedPerson> Persons(this Check check, IReadOnlyList<V1.NamedPerson> wire, string field)
    {
        check.Must(wire.Count <= Most, field, $"must be {Most} at most");
        return wire.Count == 0 ? [] : [.. wire.Take(Most).Select((person, i) => check.Person(person, $"{field}[{i}]"))];
    }

    private static DateOnly? Born(this Check check, string text, string field)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(check.Now.UtcDateTime);
        var isOne = DateOnly.TryParseExact(text, LinkRows.DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var born);
        check.Must(isOne && born <= today.AddDays(1) && born >= today.AddYears(-OldestYears), field,
            $"must be a date like 1984-03-12, not in the future and not {OldestYears} years ago, or empty");
        return born;
    }
}
