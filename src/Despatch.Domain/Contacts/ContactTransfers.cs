using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Contacts;

/// <summary>Decides how a contact goes to despatch: as a new incident, as a further one, or to one that is open. Pure.</summary>
internal static class ContactTransfers
{
    /// <summary>Passes it to despatch.</summary>
    public static Decision Transfer(
        string key, ContactState state, ContactRecorded recorded, ContactSurroundings around, TransferContact command, Actor by, DateTimeOffset now)
    {
        if (state.IsClosed)
        {
            return ContactDecisions.Ended(key, state)!;
        }

        var said = command.Words.Length > 0 ? command.Words : Said(state);
        if (command.ToIncident.Length == 0)
        {
            return state.Incident.Length > 0 && command.Words.Length == 0
                ? Decision.Refuse(
                    RefusalCode.ContactEnded,
                    $"{key} was transferred to CAD {CadNumber.Spell(state.Incident)}: say in 'words' what the further incident is about.",
                    "contact_id")
                : Open(key, state, recorded, around, command, said, by, now);
        }

        if (around.Incident is not { Exists: true } incident)
        {
            return IncidentDecisions.Unknown(command.ToIncident);
        }

        if (incident.IsClosed)
        {
            return IncidentDecisions.Closed(incident);
        }

        var attached = incident.Contacts.Contains(key, StringComparer.Ordinal);
        return attached && state.Incident.Length > 0
            ? Decision.Refuse(RefusalCode.ContactEnded, $"{key} was transferred to CAD {incident.Cad} already.", "contact_id")
            : Decision.Accept(
                new Change(key, [new ContactTransferred(incident.Key) { At = now, By = by }]),
                new Change(incident.Key,
                [
                    .. attached ? [] : ContactTaking.Attaching(
                        key, recorded.CallerNumber, said, recorded.Details, state.Care.Misuse, around.Policy, by, now),
                    .. Owed(key, state, recorded, by, now),
                ]));
    }

    private static Decision Open(
        string key, ContactState state, ContactRecorded recorded, ContactSurroundings around, TransferContact command, string said, Actor by,
        DateTimeOffset now)
    {
        var opened = new IncidentOpened(
            around.NextCad, command.OpeningCode, said, command.Place ?? recorded.Place, key, recorded.CallerNumber, "") { At = now, By = by };
        return Decision.Accept(
            new Change(key, [new ContactTransferred(opened.Cad.Key) { At = now, By = by }]),
            new Change(opened.Cad.Key,
            [
                .. IncidentDecisions.Opening(opened, command.Grade),
                .. LinkDecisions.Named(Particulars.PersonsOf(recorded).Except(Particulars.PeopleOf(recorded.Details)), by, now),
                .. ContactTaking.Naming(key, recorded.CallerNumber, recorded.Details, state.Care.Misuse, around.Policy, by, now),
                .. Owed(key, state, recorded, by, now),
            ]));
    }

    /// <summary>A ring-back that is owed goes with the call to the first incident that takes it over, on the same clock.</summary>
    private static ImmutableArray<DomainEvent> Owed(string key, ContactState state, ContactRecorded recorded, Actor by, DateTimeOffset now) =>
        state.Care.RingBackSince is { } since ? [new RingBackOwed(key, recorded.CallerNumber, since) { At = now, By = by }] : [];

    private static string Said(ContactState state) => string.Join(
        '\n', state.Words.Where(static w => w.Length > 0).Concat(state.Care.Signals.Select(static s => ContactCareDecisions.Words(s.Kind, s.Words))));
}
