using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Contacts;

/// <summary>A contact as its facts leave it. Immutable.</summary>
public sealed record ContactState : IClocked
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

    /// <summary>The key of the first incident it was transferred to, or empty; all of them are in <see cref="Care"/>.</summary>
    public string Incident { get; init; } = "";

    /// <summary>The incidents that were offered when it was recorded, best first.</summary>
    public ImmutableArray<LinkCandidate> Candidates { get; init; } = [];

    /// <summary>Whether it was closed at first contact.</summary>
    public bool IsClosed { get; init; }

    /// <summary>How far the alarm over it has gone.</summary>
    public EscalationState Escalation { get; init; } = EscalationState.Initial;

    /// <summary>What is owed over it, and who owes it.</summary>
    public ContactCare Care { get; init; } = ContactCare.Initial;

    /// <summary>Whether it was ever recorded.</summary>
    public bool Exists => Recorded is not null;

    /// <inheritdoc/>
    public string Pod => Recorded?.Place.Pod ?? "";

    /// <summary>Whether somebody still has to end it, or owes the caller or an officer something over it.</summary>
    public bool IsOpen => Exists && ((!IsClosed && Incident.Length == 0) || Care.Pending.Any());

    /// <inheritdoc/>
    public Grade? Grade => null;

    /// <inheritdoc/>
    public IEnumerable<Pending> Pending => Care.Pending;

    /// <inheritdoc/>
    public DomainEvent Escalated(Deadline deadline, string tried, DateTimeOffset now) =>
        new ContactEscalated(
            deadline.Clock, deadline.Item.Length > 0 ? deadline.Item : null, deadline.Step, deadline.Due,
            deadline.To.Name, deadline.To.Role, deadline.To.NeighbouringPods, tried)
        {
            At = now,
            By = Actor.System,
        };

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static ContactState Evolve(ContactState state, DomainEvent fact)
    {
        var after = Fold(state, fact);
        var care = ContactCare.Evolve(after.Care, fact);
        after = ReferenceEquals(care, after.Care) ? after : after with { Care = care };
        return after.Escalation.Items.IsEmpty ? after : after with { Escalation = after.Escalation.Keeping(after.Pending) };
    }

    private static ContactState Fold(ContactState state, DomainEvent fact) => fact switch
    {
        ContactEscalated e => state with { Escalation = state.Escalation.Escalated(state.Pending, e.Clock, e.Item, new RaisedStep(e.Step, e.At, e.Rung)) },
        ContactRecorded e => Initial with { Recorded = e, Words = [e.Words] },
        WordsAdded e => state with { Words = state.Words.Add(e.Words) },
        ContactClosed e => state with { IsClosed = true, Outcome = e.Outcome },
        ContactTransferred e => state.Incident.Length > 0 ? state : state with { Incident = e.Incident },
        LinkCandidatesOffered e => state with { Candidates = e.Candidates },
        _ => state,
    };
}
