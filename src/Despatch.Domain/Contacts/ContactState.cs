using System.Collections.Immutable;

namespace Despatch.Domain.Contacts;

/// <summary>A contact as its facts leave it. Immutable.</summary>
public sealed record ContactState
{
    /// <summary>The prefix of a contact's stream and grain key.</summary>
    public const string KeyPrefix = "contact-";

    /// <summary>Before the first fact.</summary>
    public static ContactState Initial { get; } = new();

    /// <summary>The first fact; null before it.</summary>
    public ContactRecorded? Recorded { get; init; }

    /// <summary>Everything said, in order, the first words included.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What the caller was told when it was closed, or empty.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The key of the incident it was transferred to, or empty.</summary>
    public string Incident { get; init; } = "";

    /// <summary>Whether it was closed at first contact.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether it was ever recorded.</summary>
    public bool Exists => Recorded is not null;

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static ContactState Evolve(ContactState state, DomainEvent fact) => fact switch
    {
        ContactRecorded e => Initial with { Recorded = e, Words = [e.Words] },
        WordsAdded e => state with { Words = state.Words.Add(e.Words) },
        ContactClosed e => state with { IsClosed = true, Outcome = e.Outcome },
        ContactTransferred e => state with { Incident = e.Incident },
        _ => state,
    };
}
