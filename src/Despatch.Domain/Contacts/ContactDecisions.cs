using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Contacts;

/// <summary>What a contact can be asked to do.</summary>
public abstract record ContactCommand;

/// <summary>Take it down.</summary>
public sealed record RecordContact(
    Channel Channel, string CallerNumber, string CallerName, NetworkLocation? Network, Place Place, bool Silent, bool Abandoned, string Words)
    : ContactCommand;

/// <summary>The caller says more.</summary>
public sealed record AppendWords(string Words) : ContactCommand;

/// <summary>Close it at first contact.</summary>
public sealed record CloseContact(string Outcome) : ContactCommand;

/// <summary>Pass it to despatch.</summary>
/// <param name="ToIncident">The key of an open incident that it is about, or empty for a new one.</param>
/// <param name="OpeningCode">For a new one.</param>
/// <param name="Grade">For a new one; null leaves it ungraded.</param>
public sealed record TransferContact(string ToIncident, string OpeningCode, Grade? Grade) : ContactCommand;

/// <summary>What a contact's decision may need to know of others.</summary>
/// <param name="Earlier">What came from the same number before.</param>
/// <param name="Incident">The incident to transfer to, if one was named; for more words, the one it was transferred to.</param>
/// <param name="NextCad">A number that is still free, for a new incident.</param>
public sealed record ContactSurroundings(ImmutableArray<Earlier> Earlier, IncidentState? Incident, CadNumber NextCad);

/// <summary>What a contact decides.</summary>
public static class ContactDecisions
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(
        string key, ContactState state, ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now)
    {
        if (IncidentDecisions.Needs(by, Role.CallHandler, "handle a contact") is { } junior)
        {
            return junior;
        }

        if (command is RecordContact record)
        {
            return Record(key, state, around, record, by, now);
        }

        if (state.Recorded is not { } recorded)
        {
            return Decision.Refuse(RefusalCode.ContactUnknown, $"There is no contact {key}.", "contact_id");
        }

        return command switch
        {
            AppendWords c => IncidentDecisions.Words(c.Words, "words") ?? Append(key, around, c, by, now),
            CloseContact c => Close(key, state, c, by, now),
            TransferContact c => Transfer(key, state, recorded, around, c, by, now),
            _ => throw new ArgumentException($"Not a command for a contact: {command.GetType().Name}.", nameof(command)),
        };
    }

    private static Decision Record(
        string key, ContactState state, ContactSurroundings around, RecordContact command, Actor by, DateTimeOffset now)
    {
        if (state.Exists)
        {
            return Decision.Refuse(RefusalCode.ContactExists, $"{key} is recorded already.", "command_id");
        }

        // A silent or abandoned call may have no words at all: it is a contact all the same.
        if (!command.Silent && !command.Abandoned && IncidentDecisions.Words(command.Words, "words") is { } refused)
        {
            return refused;
        }

        return Decision.Accept(
            key,
            new ContactRecorded(
                command.Channel, command.CallerNumber, command.CallerName, command.Network, command.Place,
                command.Silent, command.Abandoned, command.Words, around.Earlier)
            {
                At = now,
                By = by,
            });
    }

    /// <summary>What the caller says after the transfer ("he has a knife") must reach those who work the incident.</summary>
    private static Decision Append(string key, ContactSurroundings around, AppendWords command, Actor by, DateTimeOffset now) =>
        Decision.Accept(
            new Change(key, [new WordsAdded(command.Words) { At = now, By = by }]),
            around.Incident is { Exists: true, IsClosed: false } incident
                ? new Change(incident.Key, [new EntryAdded(command.Words) { At = now, By = by }])
                : new Change("", []));

    private static Decision Close(string key, ContactState state, CloseContact command, Actor by, DateTimeOffset now) =>
        Ended(key, state)
        ?? IncidentDecisions.Words(command.Outcome, "outcome")
        ?? Decision.Accept(key, new ContactClosed(command.Outcome) { At = now, By = by });

    private static Decision Transfer(
        string key,
        ContactState state,
        ContactRecorded recorded,
        ContactSurroundings around,
        TransferContact command,
        Actor by,
        DateTimeOffset now)
    {
        if (Ended(key, state) is { } ended)
        {
            return ended;
        }

        var words = string.Join('\n', state.Words.Where(static w => w.Length > 0));
        if (command.ToIncident.Length == 0)
        {
            var opened = new IncidentOpened(
                around.NextCad, command.OpeningCode, words, recorded.Place, key, recorded.CallerNumber, "") { At = now, By = by };
            return Decision.Accept(
                new Change(key, [new ContactTransferred(opened.Cad.Key) { At = now, By = by }]),
                new Change(
                    opened.Cad.Key,
                    [
                        .. IncidentDecisions.Opening(opened, command.Grade),
                        .. LinkDecisions.Named(Particulars.PersonsOf(recorded), by, now),
                    ]));
        }

        if (around.Incident is not { Exists: true } incident)
        {
            return IncidentDecisions.Unknown(command.ToIncident);
        }

        return incident.IsClosed
            ? IncidentDecisions.Closed(incident)
            : Decision.Accept(
                new Change(key, [new ContactTransferred(incident.Key) { At = now, By = by }]),
                new Change(incident.Key, [new ContactAttached(key, recorded.CallerNumber, words) { At = now, By = by }]));
    }

    private static Decision? Ended(string key, ContactState state) =>
        state.IsClosed || state.Incident.Length > 0
            ? Decision.Refuse(
                RefusalCode.ContactEnded,
                state.IsClosed ? $"{key} was closed at first contact." : $"{key} was transferred to CAD {CadNumber.Spell(state.Incident)}.",
                "contact_id")
            : null;
}
