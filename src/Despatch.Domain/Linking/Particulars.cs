using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Linking;

/// <summary>What an incident or a contact is recognised by, gathered from its facts. Immutable.</summary>
public sealed record Particulars
{
    /// <summary>Nothing known.</summary>
    public static Particulars None { get; } = new();

    /// <summary>The kinds of facts that tell something of it. All others change nothing, so that whoever reads a log may leave them unread.</summary>
    public static FrozenSet<Type> Telling { get; } = new[]
    {
        typeof(IncidentOpened), typeof(ContactRecorded), typeof(ContactAttached), typeof(IncidentLocated), typeof(PersonNamed),
        typeof(DuplicateAdopted),
    }.ToFrozenSet();

    /// <summary>The numbers that called about it, normalised (see <see cref="LinkKeys.Phone"/>).</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];

    /// <summary>Who was named in it.</summary>
    public ImmutableArray<NamedPerson> Persons { get; init; } = [];

    /// <summary>Where it was said to be, in turn.</summary>
    public ImmutableArray<Place> Places { get; init; } = [];

    /// <summary>When it was opened or recorded (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What it was called when opened, or empty.</summary>
    public string OpeningCode { get; init; } = "";

    /// <summary>Its first words.</summary>
    public string Words { get; init; } = "";

    /// <summary>After one more fact of it; facts that say nothing of the kind change nothing.</summary>
    public static Particulars Evolve(Particulars known, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(known);
        return fact switch
        {
            IncidentOpened e => (None with { At = e.At, OpeningCode = e.OpeningCode, Words = e.Words }).With(e.CallerNumber).With(e.Place),
            ContactRecorded e => PersonsOf(e).Aggregate(
                (None with { At = e.At, Words = e.Words }).With(e.CallerNumber).With(e.Place), static (k, p) => k.With(p)),
            ContactAttached e => known.With(e.CallerNumber),
            IncidentLocated e => known.With(e.Place),
            PersonNamed e => known.With(e.Person),
            DuplicateAdopted e => e.Persons.Aggregate(e.Numbers.Aggregate(known, static (k, n) => k.With(n)), static (k, p) => k.With(p)),
            _ => known,
        };
    }

    /// <summary>Who was named in a contact: the caller, if a name was given, and the people it names.</summary>
    public static IEnumerable<NamedPerson> PersonsOf(ContactRecorded recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var named = PeopleOf(recorded.Details);
        return PersonName.Of(recorded.CallerName).IsEmpty ? named : named.Prepend(new NamedPerson(recorded.CallerName, null, PersonRole.Caller));
    }

    /// <summary>The people that a contact names besides the caller; those without a name are left out.</summary>
    public static IEnumerable<NamedPerson> PeopleOf(CallDetails? details) =>
        details is null ? [] : details.People.Where(static p => !PersonName.Of(p.Name).IsEmpty).Select(static p => new NamedPerson(p.Name, p.Born, PersonRole.Other));

    private Particulars With(string number) =>
        LinkKeys.Phone(number) is { Length: > 0 } key && !Numbers.Contains(key, StringComparer.Ordinal) ? this with { Numbers = Numbers.Add(key) } : this;

    private Particulars With(NamedPerson person) =>
        !Persons.Contains(person) ? this with { Persons = Persons.Add(person) } : this;

    private Particulars With(Place place) =>
        (place.Point is not null || place.Address.Length > 0) && !Places.Contains(place) ? this with { Places = Places.Add(place) } : this;
}
