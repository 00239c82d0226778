using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Gateway.Wire;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for what is told of callers and promised to them.</summary>
internal static class CallerChecks
{
    /// <summary>The most people one contact may name.</summary>
    private const int MostPeople = 20;

    /// <summary>How a contact came in; null if the request says nothing of it.</summary>
    public static CallDetails? Details(this Check check, V1.RecordContactRequest request)
    {
        var details = new CallDetails(
            check.OptionalPastTime(request.PresentedAt, "presented_at"),
            check.OptionalPastTime(request.AnsweredAt, "answered_at"),
            check.OptionalText(request.Via, "via", TextChecks.NameLength),
            check.OptionalText(request.ForOfficer, "for_officer", TextChecks.IdLength),
            check.People(request.People, "people"),
            check.OptionalText(request.AboutSomethingElse, "about_something_else", TextChecks.ReasonLength));
        return details == CallDetails.None with { People = details.People } && details.People.IsEmpty ? null : details;
    }

    /// <summary>People, each of whom says something.</summary>
    public static ImmutableArray<GivenPerson> People(this Check check, IReadOnlyList<V1.GivenPerson> people, string field)
    {
        check.Must(people.Count <= MostPeople, field, $"must be {MostPeople} at most");
        return [.. people.Take(MostPeople).Select((p, i) => check.Person(p, $"{field}[{i}]"))];
    }

    /// <summary>A person with a name or an id.</summary>
    public static GivenPerson Person(this Check check, V1.GivenPerson person, string field)
    {
        check.Must(person.Name.Length > 0 || person.Id.Length > 0, $"{field}.name", "must be given, or an id");
        DateOnly born = default;
        check.Must(
            person.Born.Length == 0
            || (DateOnly.TryParseExact(person.Born, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out born)
                && born <= DateOnly.FromDateTime(check.Now.UtcDateTime)),
            $"{field}.born", "must be a date of birth, spelt like 1984-02-29, or empty");
        return new GivenPerson(
            check.OptionalText(person.Name, $"{field}.name", TextChecks.NameLength),
            person.Born.Length > 0 ? born : null,
            person.Id.Length > 0 ? check.Id(person.Id, $"{field}.id") : "");
    }

    /// <summary>What a caller is promised.</summary>
    public static PromiseKind PromiseKind(this Check check, V1.PromiseKind wire, string field)
    {
        var kind = CallerWire.Read(wire);
        check.Must(kind is not null, field, "must be PROMISE_KIND_UPDATE or PROMISE_KIND_CALL_BACK");
        return kind ?? Domain.Callers.PromiseKind.Update;
    }

    /// <summary>A sign of a silent caller.</summary>
    public static SignalKind SignalKind(this Check check, V1.SignalKind wire, string field)
    {
        var kind = CallerWire.Read(wire);
        check.Must(kind is not null, field, "must be SIGNAL_KIND_KEY_PRESSES, SIGNAL_KIND_COUGH, SIGNAL_KIND_FIFTY_FIVE or SIGNAL_KIND_OTHER");
        return kind ?? Domain.Contacts.SignalKind.Other;
    }

    /// <summary>The number of a promise within its contact or incident.</summary>
    public static string PromiseId(this Check check, string id, string field)
    {
        check.Must(id.Length is >= 1 and <= 9 && id.All(char.IsAsciiDigit), field, "must be the number of a promise");
        return id;
    }

    private static DateTimeOffset? OptionalPastTime(this Check check, Timestamp? wire, string field) =>
        wire is null ? null : check.PastTime(wire, field);
}
