using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Contacts;

/// <summary>How a contact reached the police.</summary>
public enum Channel
{
    /// <summary>999, the emergency number.</summary>
    Emergency,
    /// <summary>101, the non-emergency number.</summary>
    NonEmergency,
    /// <summary>Any other: a switchboard, a station counter, the web, another force.</summary>
    Other,
}

/// <summary>Where the network says a phone is: a circle.</summary>
public sealed record NetworkLocation(Point Point, double RadiusMetres);

/// <summary>Something earlier from the same number.</summary>
/// <param name="Key">The contact's or incident's key.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="Words">Its first words, cut short.</param>
public sealed record Earlier(string Key, DateTimeOffset At, string Words)
{
    private const int WordsLength = 200;

    /// <summary>What a fact that was found by its number says of its contact or incident.</summary>
    public static Earlier Of(string key, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var words = fact switch
        {
            ContactRecorded e => e.Words,
            IncidentOpened e => e.Words,
            ContactAttached e => e.Words,
            DuplicateAdopted e => e.Words,
            _ => "",
        };
        return new Earlier(key, fact.At, words.Length <= WordsLength ? words : words[..WordsLength]);
    }
}

/// <summary>A contact was taken down.</summary>
/// <param name="Channel">How it came.</param>
/// <param name="CallerNumber">In international form, or empty if withheld.</param>
/// <param name="CallerName">As given, possibly empty.</param>
/// <param name="Network">Where the network says the phone is, if it does.</param>
/// <param name="Place">Where the caller says it is happening.</param>
/// <param name="Silent">Nobody spoke.</param>
/// <param name="Abandoned">The caller cleared the line first.</param>
/// <param name="Words">What was said, in the caller's words.</param>
/// <param name="Earlier">What came from the same number before, newest first.</param>
public sealed record ContactRecorded(
    Channel Channel,
    string CallerNumber,
    string CallerName,
    NetworkLocation? Network,
    Place Place,
    bool Silent,
    bool Abandoned,
    string Words,
    ImmutableArray<Earlier> Earlier) : DomainEvent
{
    /// <summary>How it came in, beyond what every contact has; null for nothing beyond.</summary>
    public CallDetails? Details { get; init; }
}

/// <summary>The caller said more.</summary>
public sealed record WordsAdded(string Words) : DomainEvent;

/// <summary>Dealt with at first contact: no incident came of it.</summary>
/// <param name="Outcome">What the caller was told.</param>
public sealed record ContactClosed(string Outcome) : DomainEvent;

/// <summary>It went to despatch, as a new incident or to an open one.</summary>
public sealed record ContactTransferred(string Incident) : DomainEvent;

/// <summary>Somebody was told that something is owed over a contact.</summary>
/// <param name="Clock">What it is late for.</param>
/// <param name="Item">Which item of the clock; null if there is only one.</param>
/// <param name="Step">Which step of that clock, counted from 1.</param>
/// <param name="Due">When it was to be raised (UTC).</param>
/// <param name="Rung">The policy's name for who was told.</param>
/// <param name="To">The role that was told.</param>
/// <param name="NeighbouringPods">Whether the neighbouring pods were told too.</param>
/// <param name="Tried">What is owed, in words.</param>
public sealed record ContactEscalated(
    EscalationClock Clock, string? Item, int Step, DateTimeOffset Due, string Rung, Role To, bool NeighbouringPods, string Tried) : DomainEvent;
