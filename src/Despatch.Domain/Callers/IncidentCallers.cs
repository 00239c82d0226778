using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Callers;

/// <summary>A further contact that nobody has acted on.</summary>
public sealed record FurtherContact(string Contact, DateTimeOffset At);

/// <summary>A silent or abandoned call that nobody has reached.</summary>
public sealed record OwedRingBack(string Contact, string CallerNumber, DateTimeOffset Since);

/// <summary>Who calls about an incident, and what they are owed. Part of the incident's state. Immutable, pure.</summary>
public sealed record IncidentCallers
{
    /// <summary>Before the first fact.</summary>
    public static IncidentCallers Initial { get; } = new();

    /// <summary>A hospital's switchboard must not make an incident's row endless; the earliest are kept.</summary>
    private const int MostKeys = 64;

    /// <summary>What further contacts are recognised by (<see cref="CallerKeys"/>).</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Whether anybody of the public is to be told what comes of it.</summary>
    public bool HasCaller { get; init; }

    /// <summary>How many further contacts there were.</summary>
    public int Further { get; init; }

    /// <summary>
    /// Further contacts since the last act (<see cref="Acts"/>), made while nobody was at the incident: before anybody came, and after they
    /// left it open. Seeds, Learning the Lessons (004), case 5: two crews had been there and gone when the daughter's second and third call
    /// changed nothing.
    /// </summary>
    public ImmutableArray<FurtherContact> Pressing { get; init; } = [];

    /// <summary>Silent and abandoned calls that nobody has reached, by phone or in person.</summary>
    public ImmutableArray<OwedRingBack> RingBacks { get; init; } = [];

    /// <summary>Promises to the caller.</summary>
    public CallerPromises Promises { get; init; } = CallerPromises.None;

    /// <summary>What the caller was told comes of it, or empty; told anew after a reopening.</summary>
    public string Told { get; init; } = "";

    /// <summary>The most misuse calls that a persistent misuser among the callers had made; 0 if there is none.</summary>
    public int Misuse { get; init; }

    /// <summary>What is owed, each with its clock.</summary>
    public IEnumerable<Pending> Pending =>
        RingBacks.Select(static r => new Pending(EscalationClock.RingBack, r.Contact, r.Since)
        {
            Words = $"Nobody has reached the caller of {r.Contact}{(r.CallerNumber.Length > 0 ? ", " + r.CallerNumber : "")}",
        })
        .Concat(Pressing.Select(static p => new Pending(EscalationClock.Pressure, p.Contact, p.At) { Words = $"{p.Contact} asked again, and nobody has acted" }))
        .Concat(Promises.Pending);

    /// <summary>After one more fact, given the incident as that fact leaves it otherwise.</summary>
    public static IncidentCallers Evolve(IncidentState incident, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var callers = Acts.Is(fact) && !incident.Callers.Pressing.IsEmpty ? incident.Callers with { Pressing = [] } : incident.Callers;
        return fact switch
        {
            IncidentOpened e => Initial with
            {
                Keys = CallerKeys.Of(e.CallerNumber, [], e.Place.Address),
                HasCaller = e.Contact.Length > 0 || e.CallerNumber.Length > 0,
            },
            IncidentLocated e => callers.Known(CallerKeys.Of("", [], e.Place.Address)),
            PersonNamed e => callers.Known(CallerKeys.Of("", [new GivenPerson(e.Person.Name, e.Person.Born, "")], "")),
            PeopleNamed e => callers.Known(CallerKeys.Of("", e.People.IsDefault ? [] : e.People, "")),
            ContactAttached e => callers.Attached(incident, e).Known(CallerKeys.Of(e.CallerNumber, [], "")),
            RingBackOwed e => callers with { RingBacks = callers.RingBacks.Add(new(e.Contact, e.CallerNumber, e.Since)) },
            CallerRungBack { Answered: true } e => callers with { RingBacks = callers.RingBacks.RemoveAll(r => Same(r.Contact, e.Contact)) },
            UnitOnScene when !callers.RingBacks.IsEmpty => callers with { RingBacks = [] },
            CallerTold e => callers with { Told = e.Words },
            IncidentReopened => callers with { Told = "" },
            PersistentMisuseShown e => callers with { Misuse = Math.Max(callers.Misuse, e.Contacts) },
            CallerPromised or PromiseKept => callers with { Promises = CallerPromises.Evolve(callers.Promises, fact) },
            _ => callers,
        };
    }

    private IncidentCallers Attached(IncidentState incident, ContactAttached e) => this with
    {
        HasCaller = true,
        Further = Further + 1,
        Pressing = incident.Assignments.Any(static a => a.Phase == AssignmentPhase.OnScene) ? Pressing : Pressing.Add(new(e.Contact, e.At)),
    };

    private IncidentCallers Known(ImmutableArray<string> keys)
    {
        var more = keys.Where(k => !Keys.Contains(k, StringComparer.Ordinal)).Take(MostKeys - Keys.Length).ToImmutableArray();
        return more.IsEmpty ? this : this with { Keys = Keys.AddRange(more) };
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
