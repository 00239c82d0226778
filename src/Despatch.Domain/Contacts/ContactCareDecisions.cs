using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Incidents;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Contacts;

/// <summary>Decides what is done about a contact besides ending it: signs, ring-backs, handing on, messages, promises. Pure.</summary>
internal static class ContactCareDecisions
{
    /// <summary>Decides one of these commands; null if it is none of them.</summary>
    public static Decision? Decide(
        string key, ContactState state, ContactSurroundings around, ContactCommand command, Actor by, DateTimeOffset now) => command switch
        {
            RecordSignal c => Signal(key, around, c, by, now),
            RingBack c => RungBack(key, around, c, by, now),
            PassOn c => Pass(key, state, c, by, now),
            PromiseCaller c => state.Care.Promises.Promise(key, c.Kind, c.Due, c.Words, by, now),
            KeepPromise c => state.Care.Promises.Keep(key, c.Id, c.Words, by, now),
            _ => null,
        };

    /// <summary>
    /// Decides whether a message is taken: by the officer it is for, whoever that is, or by somebody of despatch in their stead. Seeds, Learning
    /// the Lessons (004), case 2: a message was sent to an officer who was away, and nobody read it.
    /// </summary>
    public static Decision Take(string key, ContactState state, TakeMessage command, Actor by, DateTimeOffset now)
    {
        if (state.Care is not { MessageSince: not null, Owner: { } officer })
        {
            return Decision.Refuse(RefusalCode.NoMessage, $"{key} holds no message that waits for anybody.", "contact_id");
        }

        return (Same(officer.Operator, by.Operator) ? null : IncidentDecisions.Needs(by, Role.Despatcher, $"take a message for {officer.Operator}"))
            ?? IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept(key, new MessageTaken(command.Words) { At = now, By = by });
    }

    /// <summary>
    /// Whether a silent or abandoned call that nobody has reached may not be closed at first contact. A caller who gave a sign has asked for
    /// help: that goes to despatch. Without one, a supervisor may end it once it was rung often enough, or if there is no number to ring.
    /// </summary>
    public static Decision? Unreached(string key, ContactState state, ContactPolicy policy, Actor by)
    {
        var care = state.Care;
        if (care.RingBackSince is null)
        {
            return null;
        }

        if (!care.Signals.IsEmpty)
        {
            return Decision.Refuse(
                RefusalCode.RingBackOwed, $"The caller of {key} gave a sign and nobody has reached them since: pass it to despatch.", "contact_id");
        }

        return state.Recorded?.CallerNumber.Length > 0 && care.RingBacks.Length < policy.RingBackTries
            ? Decision.Refuse(
                RefusalCode.RingBackOwed,
                $"Nobody has reached the caller of {key}: ring back, {policy.RingBackTries} times at least before a supervisor may close it.",
                "contact_id")
            : IncidentDecisions.Needs(by, Role.Supervisor, "close a silent or abandoned call that nobody has reached");
    }

    /// <summary>A sign must reach those who work the incidents, as what the caller says does.</summary>
    private static Decision Signal(string key, ContactSurroundings around, RecordSignal command, Actor by, DateTimeOffset now) => Decision.Accept(
    [
        new Change(key, [new SignalHeard(command.Kind, command.Words) { At = now, By = by }]),
        .. around.Open(i => [new CallerSaid(key, Words(command.Kind, command.Words)) { At = now, By = by }]),
    ]);

    private static Decision RungBack(string key, ContactSurroundings around, RingBack command, Actor by, DateTimeOffset now)
    {
        var rung = new CallerRungBack(key, command.Answered, command.Words) { At = now, By = by };
        return IncidentDecisions.Words(command.Words, "words")
            ?? Decision.Accept([new Change(key, [rung]), .. around.Open(_ => [rung])]);
    }

    private static Decision Pass(string key, ContactState state, PassOn command, Actor by, DateTimeOffset now)
    {
        if (!state.IsOpen)
        {
            return Decision.Refuse(RefusalCode.ContactEnded, $"Nothing is owed over {key} any more.", "contact_id");
        }

        var owner = state.Care.Owner?.Operator ?? "";
        return IncidentDecisions.Words(command.To, "to")
            ?? (Same(owner, by.Operator) ? null : IncidentDecisions.Needs(by, Role.Supervisor, $"pass on what {owner} owns"))
            ?? Decision.Accept(key, new ContactPassedOn(command.To, command.Words) { At = now, By = by });
    }

    /// <summary>A sign in words.</summary>
    internal static string Words(SignalKind kind, string words)
    {
        var what = kind switch
        {
            SignalKind.KeyPresses => "keys were pressed",
            SignalKind.Cough => "the caller coughed",
            SignalKind.FiftyFive => "the caller pressed 55",
            _ => "a sign was heard",
        };
        return words.Length > 0 ? $"Sign: {what}: {words}" : $"Sign: {what}.";
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
