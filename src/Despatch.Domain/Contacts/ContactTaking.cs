using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Contacts;

/// <summary>Decides whether a contact is taken down, and to what open incident it belongs. Pure.</summary>
internal static class ContactTaking
{
    /// <summary>
    /// Takes it down. When exactly one open incident comes from the same number, person or address it is attached there at once, unless the
    /// call handler says that it is about something else; of several somebody must choose. Seeds, Learning the Lessons (004), case 8: each of
    /// three calls within minutes was handled as if it were the only one.
    /// </summary>
    public static Decision Record(
        string key, ContactState state, ContactSurroundings around, RecordContact command, Actor by, DateTimeOffset now)
    {
        if (Refused(key, state, command, now) is { } refused)
        {
            return refused;
        }

        var facts = ImmutableArray.CreateBuilder<DomainEvent>(4);
        facts.Add(new ContactRecorded(
            command.Channel, command.CallerNumber, command.CallerName, command.Network, command.Place,
            command.Silent, command.Abandoned, command.Words, around.Earlier)
        {
            Details = command.Details,
            At = now,
            By = by,
        });
        if (around.Misuse >= around.Policy.MisuseFrom)
        {
            facts.Add(new MisuseFound(command.CallerNumber, around.Misuse) { At = now, By = by });
        }

        if (around.Found.IsEmpty)
        {
            return Decision.Accept(new Change(key, facts.ToImmutable()));
        }

        facts.Add(new OpenIncidentsFound([.. around.Found.Select(i => new FoundIncident(i.Key, Because(i, command)))]) { At = now, By = by });
        if (around.Found is not [var one] || command.Details is { Otherwise.Length: > 0 })
        {
            return Decision.Accept(new Change(key, facts.ToImmutable()));
        }

        facts.Add(new ContactBelongs(one.Key) { At = now, By = by });
        return Decision.Accept(
            new Change(key, facts.ToImmutable()),
            new Change(one.Key, Attaching(key, command.CallerNumber, command.Words, command.Details, around.Misuse, around.Policy, by, now)));
    }

    /// <summary>What an incident learns of a contact that is attached to it.</summary>
    public static ImmutableArray<DomainEvent> Attaching(
        string key, string number, string words, CallDetails? details, int misuse, ContactPolicy policy, Actor by, DateTimeOffset now) =>
        [new ContactAttached(key, number, words) { At = now, By = by }, .. Naming(key, number, details, misuse, policy, by, now)];

    /// <summary>What an incident learns of who makes a contact.</summary>
    public static IEnumerable<DomainEvent> Naming(
        string key, string number, CallDetails? details, int misuse, ContactPolicy policy, Actor by, DateTimeOffset now)
    {
        foreach (var named in LinkDecisions.Named(Particulars.PeopleOf(details), by, now))
        {
            yield return named;
        }

        if (details?.People.Where(static p => p.Id.Length > 0).ToImmutableArray() is { IsEmpty: false } known)
        {
            yield return new PeopleNamed(key, known) { At = now, By = by };
        }

        if (misuse >= policy.MisuseFrom)
        {
            yield return new PersistentMisuseShown(number, misuse) { At = now, By = by };
        }
    }

    private static Decision? Refused(string key, ContactState state, RecordContact command, DateTimeOffset now)
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

        return command.Details switch
        {
            { PresentedAt: null, AnsweredAt: not null } =>
                Decision.Refuse(RefusalCode.InvalidField, "presented_at must be given with answered_at: together they say how long it rang.", "presented_at"),
            { PresentedAt: { } rang } when rang > now => Decision.Refuse(RefusalCode.InvalidField, "presented_at must not be in the future.", "presented_at"),
            { Rang: { } time } when time < TimeSpan.Zero =>
                Decision.Refuse(RefusalCode.InvalidField, "answered_at must not be before presented_at.", "answered_at"),
            { PresentedAt: not null, AnsweredAt: null } when !command.Abandoned =>
                Decision.Refuse(RefusalCode.InvalidField, "answered_at must be given: only an abandoned call is never answered.", "answered_at"),
            _ => null,
        };
    }

    private static string Because(IncidentState incident, RecordContact command) =>
        string.Join(", ", command.Keys().Where(k => incident.Callers.Keys.Contains(k, StringComparer.Ordinal)).Select(CallerKeys.Words).Distinct(StringComparer.Ordinal));
}
