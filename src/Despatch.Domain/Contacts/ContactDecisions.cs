using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Incidents;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Contacts;

/// <summary>What a contact can be asked to do.</summary>
public abstract record ContactCommand;

/// <summary>Take it down.</summary>
public sealed record RecordContact(
    Channel Channel, string CallerNumber, string CallerName, NetworkLocation? Network, Place Place, bool Silent, bool Abandoned, string Words)
    : ContactCommand
{
    /// <summary>How it came in, beyond what every contact has; null for nothing beyond.</summary>
    public CallDetails? Details { get; init; }

    /// <summary>What the contact is recognised by (<see cref="CallerKeys"/>).</summary>
    public ImmutableArray<string> Keys() => CallerKeys.Of(CallerNumber, Details?.People ?? [], Place.Address);
}

/// <summary>The caller says more.</summary>
public sealed record AppendWords(string Words) : ContactCommand;

/// <summary>Close it at first contact.</summary>
/// <param name="Outcome">What the caller was told.</param>
public sealed record CloseContact(string Outcome) : ContactCommand
{
    /// <summary>Why it is about none of the open incidents that were found; may be empty if none was, or it was attached.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>Whether it was a misuse of 999.</summary>
    public bool Misuse { get; init; }
}

/// <summary>Pass it to despatch.</summary>
/// <param name="ToIncident">The key of an open incident that it is about, or empty for a new one.</param>
/// <param name="OpeningCode">For a new one.</param>
/// <param name="Grade">For a new one; null leaves it ungraded.</param>
public sealed record TransferContact(string ToIncident, string OpeningCode, Grade? Grade) : ContactCommand
{
    /// <summary>
    /// What this incident is about, in the caller's words; empty: everything said. Needed for a further incident of the same call. Seeds,
    /// Learning the Lessons (004), case 3: one call told of a fight, and of an officer's misconduct.
    /// </summary>
    public string Words { get; init; } = "";

    /// <summary>Where it happens, if elsewhere than the contact says.</summary>
    public Place? Place { get; init; }
}

/// <summary>What a contact's decision may need to know of others.</summary>
/// <param name="Earlier">What came from the same number before.</param>
/// <param name="Incident">The incident to transfer to, if one was named; for more words, the one it was transferred to.</param>
/// <param name="NextCad">A number that is still free, for a new incident.</param>
public sealed record ContactSurroundings(ImmutableArray<Earlier> Earlier, IncidentState? Incident, CadNumber NextCad)
{
    /// <summary>The open incidents of the same number, person or address, for one that is being taken down.</summary>
    public ImmutableArray<IncidentState> Found { get; init; } = [];

    /// <summary>All incidents that it went to or was attached to.</summary>
    public ImmutableArray<IncidentState> Incidents { get; init; } = [];

    /// <summary>How many misuse calls the number has made before.</summary>
    public int Misuse { get; init; }

    /// <summary>The force's figures.</summary>
    public ContactPolicy Policy { get; init; } = ContactPolicy.Seeds;

    /// <summary>A change for each open incident of the contact.</summary>
    internal IEnumerable<Change> Open(Func<IncidentState, ImmutableArray<DomainEvent>> facts) =>
        Incidents.Where(static i => i.IsOpen).Select(i => new Change(i.Key, facts(i)));
}

/// <summary>What a contact decides.</summary>
public static class ContactDecisions
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(
        string key, ContactState state, ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now)
    {
        if (command is not TakeMessage && IncidentDecisions.Needs(by, Role.CallHandler, "handle a contact") is { } junior)
        {
            return junior;
        }

        if (command is RecordContact record)
        {
            return ContactTaking.Record(key, state, around, record, by, now);
        }

        if (state.Recorded is not { } recorded)
        {
            return Decision.Refuse(RefusalCode.ContactUnknown, $"There is no contact {key}.", "contact_id");
        }

        return command switch
        {
            AppendWords c => IncidentDecisions.Words(c.Words, "words") ?? Append(key, around, c, by, now),
            CloseContact c => Close(key, state, recorded, around, c, by, now),
            TransferContact c => ContactTransfers.Transfer(key, state, recorded, around, c, by, now),
            TakeMessage c => ContactCareDecisions.Take(key, state, c, by, now),
            _ => ContactCareDecisions.Decide(key, state, around, command, by, now) 
                ?? throw new ArgumentException($"Not a command for a contact: {command.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>What the caller says after the transfer ("he has a knife") must reach those who work the incident, and all of them.</summary>
    private static Decision Append(string key, ContactSurroundings around, AppendWords command, Actor by, DateTimeOffset now) => Decision.Accept(
    [
        new Change(key, [new WordsAdded(command.Words) { At = now, By = by }]),
        .. around.Open(_ => [new CallerSaid(key, command.Words) { At = now, By = by }]),
    ]);

    private static Decision Close(
        string key, ContactState state, ContactRecorded recorded, ContactSurroundings around, CloseContact command, Actor by, DateTimeOffset now)
    {
        if ((Ended(key, state) ?? IncidentDecisions.Words(command.Outcome, "outcome")
            ?? Unattached(key, state.Care, command) ?? ContactCareDecisions.Unreached(key, state, around.Policy, by)) is { } refused)
        {
            return refused;
        }

        var facts = ImmutableArray.CreateBuilder<DomainEvent>(3);
        if (command.Otherwise.Length > 0)
        {
            facts.Add(new ContactOtherwise(command.Otherwise) { At = now, By = by });
        }

        if (command.Misuse && recorded is { Channel: Channel.Emergency, CallerNumber.Length: > 0 })
        {
            facts.Add(new MisuseCounted(recorded.CallerNumber) { At = now, By = by });
        }

        facts.Add(new ContactClosed(command.Outcome) { At = now, By = by });
        return Decision.Accept(new Change(key, facts.ToImmutable()));
    }

    /// <summary>Every contact from a number, person or address with an open incident belongs to it, or somebody says why not.</summary>
    private static Decision? Unattached(string key, ContactCare care, CloseContact command) =>
        care.Found.IsEmpty || !care.Incidents.IsEmpty || care.Otherwise.Length > 0 || !string.IsNullOrWhiteSpace(command.Otherwise)
            ? null
            : Decision.Refuse(
                RefusalCode.ContactUnattached,
                $"{key} may be about CAD {string.Join(", ", care.Found.Select(f => $"{CadNumber.Spell(f.Incident)} ({f.Because})"))}: "
                + "transfer it to the one that it is about, or say what else it is about.",
                "about_something_else");

    internal static Decision? Ended(string key, ContactState state) =>
        state.IsClosed || state.Incident.Length > 0
            ? Decision.Refuse(
                RefusalCode.ContactEnded,
                state.IsClosed ? $"{key} was closed at first contact." : $"{key} was transferred to CAD {CadNumber.Spell(state.Incident)}.",
                "contact_id")
            : null;
}
