using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Escalation;

namespace Despatch.Domain.Contacts;

/// <summary>Who has a contact in hand.</summary>
/// <param name="Operator">Their name or number.</param>
/// <param name="Since">Since when (UTC).</param>
public sealed record ContactOwner(string Operator, DateTimeOffset Since);

/// <summary>A sign from a silent caller.</summary>
public sealed record Signal(SignalKind Kind, string Words, DateTimeOffset At);

/// <summary>One try to ring a caller back.</summary>
public sealed record RingBackTry(bool Answered, string Words, string By, DateTimeOffset At);

/// <summary>
/// What is owed over a contact, and who owes it: a ring-back, a message, promises. Part of the contact's state. Immutable, pure.
/// </summary>
public sealed record ContactCare
{
    private const string Message = "message";

    /// <summary>Before the first fact.</summary>
    public static ContactCare Initial { get; } = new();

    /// <summary>Who has it in hand: who took it down, the officer it is for, or whom it was passed on to. Null before it is recorded.</summary>
    public ContactOwner? Owner { get; init; }

    /// <summary>The signs of a caller who does not speak, in order.</summary>
    public ImmutableArray<Signal> Signals { get; init; } = [];

    /// <summary>The tries to ring the caller back, in order.</summary>
    public ImmutableArray<RingBackTry> RingBacks { get; init; } = [];

    /// <summary>
    /// Since when a ring-back is owed (UTC): from the call on, if nobody spoke or the line was cleared, until somebody answers. A try without an
    /// answer ends nothing. When an incident takes the call over it owes it from then on, on the same clock. Seeds, Learning the Lessons
    /// (004), case 1: the call was with despatch after two minutes and rung in vain; the woman was reached in the fifth.
    /// </summary>
    public DateTimeOffset? RingBackSince { get; init; }

    /// <summary>Since when a named officer's message waits to be taken (UTC); null when none does.</summary>
    public DateTimeOffset? MessageSince { get; init; }

    /// <summary>Who took the message, or empty.</summary>
    public string MessageTakenBy { get; init; } = "";

    /// <summary>Promises to the caller.</summary>
    public CallerPromises Promises { get; init; } = CallerPromises.None;

    /// <summary>The open incidents that were found when it was taken down.</summary>
    public ImmutableArray<FoundIncident> Found { get; init; } = [];

    /// <summary>The keys of all incidents that it went to or was attached to, in order.</summary>
    public ImmutableArray<string> Incidents { get; init; } = [];

    /// <summary>Why it is about something else than what was found, or empty.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>How many misuse calls the number had made before, if it is a persistent misuser's; else 0.</summary>
    public int Misuse { get; init; }

    /// <summary>What is owed, each with its clock.</summary>
    public IEnumerable<Pending> Pending
    {
        get
        {
            if (RingBackSince is { } rang)
            {
                yield return new(EscalationClock.RingBack, "", rang) { Words = $"{Owner?.Operator} owns a silent or abandoned call that nobody has reached" };
            }

            if (MessageSince is { } left)
            {
                yield return new(EscalationClock.Transfer, Message, left) { Words = $"A message for {Owner?.Operator} that nobody has taken" };
            }

            foreach (var promise in Promises.Pending)
            {
                yield return promise;
            }
        }
    }

    /// <summary>After one more fact of the contact.</summary>
    public static ContactCare Evolve(ContactCare care, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(care);
        return fact switch
        {
            ContactRecorded e => Recorded(e),
            SignalHeard e => care with { Signals = care.Signals.Add(new(e.Kind, e.Words, e.At)) },
            OpenIncidentsFound e => care with { Found = e.Incidents.IsDefault ? [] : e.Incidents },
            ContactBelongs e => care with { Incidents = With(care.Incidents, e.Incident) },
            ContactOtherwise e => care with { Otherwise = e.Reason },
            ContactTransferred e => care with { Incidents = With(care.Incidents, e.Incident), RingBackSince = null },
            ContactClosed => care with { RingBackSince = null },
            MisuseFound e => care with { Misuse = e.Contacts },
            ContactPassedOn e => care with
            {
                Owner = new(e.To, e.At),
                MessageSince = care.MessageSince is null ? null : e.At,
            },
            MessageTaken e => care with { Owner = new(e.By.Operator, e.At), MessageSince = null, MessageTakenBy = e.By.Operator },
            CallerRungBack e => care with
            {
                RingBacks = care.RingBacks.Add(new(e.Answered, e.Words, e.By.Operator, e.At)),
                RingBackSince = e.Answered ? null : care.RingBackSince,
            },
            CallerPromised or PromiseKept => care with { Promises = CallerPromises.Evolve(care.Promises, fact) },
            _ => care,
        };
    }

    private static ContactCare Recorded(ContactRecorded e)
    {
        var officer = e.Details?.ForOfficer ?? "";
        return Initial with
        {
            Owner = new(officer.Length > 0 ? officer : e.By.Operator, e.At),
            RingBackSince = e.Silent || e.Abandoned ? e.At : null,
            MessageSince = officer.Length > 0 ? e.At : null,
            Otherwise = e.Details?.Otherwise ?? "",
        };
    }

    private static ImmutableArray<string> With(ImmutableArray<string> keys, string key) => keys.Contains(key, StringComparer.Ordinal) ? keys : keys.Add(key);
}
