using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Markers;

/// <summary>That a marker was withdrawn.</summary>
/// <param name="By">By whom.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Reason">Why.</param>
public sealed record Withdrawal(string By, DateTimeOffset At, string Reason);

/// <summary>A marker as its facts leave it. Immutable.</summary>
public sealed record MarkerState : IClocked
{
    /// <summary>The prefix of a marker's stream and grain key.</summary>
    public const string KeyPrefix = "marker-";

    /// <summary>Before the first fact.</summary>
    public static MarkerState Initial { get; } = new();

    /// <summary>The first fact; null before it.</summary>
    public MarkerAdded? Added { get; init; }

    /// <summary>Until when it holds now (UTC); null: for as long as nobody withdraws it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When the person was last contacted about it (UTC); null when nobody did since it was added or extended.</summary>
    public DateTimeOffset? ContactedAt { get; init; }

    /// <summary>What was said then, or empty.</summary>
    public string ContactWords { get; init; } = "";

    /// <summary>Who withdrew it and why; null while it stands.</summary>
    public Withdrawal? Withdrawn { get; init; }

    /// <inheritdoc/>
    public EscalationState Escalation { get; init; } = EscalationState.Initial;

    /// <inheritdoc/>
    public bool Exists => Added is not null;

    /// <inheritdoc/>
    public string Pod => Added?.Pod ?? "";

    /// <summary>Whether it has a task: only then do boards hold it, and pods sweep it.</summary>
    public bool IsOpen => ReviewFrom is not null;

    /// <inheritdoc/>
    public Grade? Grade => null;

    /// <inheritdoc/>
    public IEnumerable<Pending> Pending => ReviewFrom is { } since && Added is { } added
        ? [new Pending(EscalationClock.Scheme, "", since)
            {
                Words = FormattableString.Invariant($"The {added.Kind.Code} on {added.Subject.Name} ends {LondonTime.Of(Until!.Value):dd MMM yyyy HH:mm}: ")
                    + (ContactedAt is null ? "contact the person, then extend or withdraw it" : "the person was contacted; extend or withdraw it"),
            }]
        : [];

    /// <summary>
    /// When somebody must contact the person, and then extend or withdraw it (UTC); null when it has no such task, and once it is withdrawn. Seeds,
    /// Learning the Lessons (004): a special scheme had run out in silence, and the woman had not been asked.
    /// </summary>
    public DateTimeOffset? ReviewFrom =>
        Added is { Kind.WarnDays: > 0 } added && Withdrawn is null && Until is { } until ? until.AddDays(-added.Kind.WarnDays) : null;

    /// <summary>As an incident is told of it; null before it was added, and once it is withdrawn.</summary>
    public FoundMarker? Found(string key) => Added is { } added && Withdrawn is null
        ? new FoundMarker(key, added.Kind, added.Subject, added.Words, added.Source, added.From, Until)
        : null;

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static MarkerState Evolve(MarkerState state, DomainEvent fact)
    {
        var after = Fold(state, fact);
        return after.Escalation.Items.IsEmpty ? after : after with { Escalation = after.Escalation.Keeping(after.Pending) };
    }

    /// <inheritdoc/>
    public DomainEvent Escalated(Deadline deadline, string tried, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        return new MarkerEscalated(
            deadline.Clock, deadline.Step, deadline.Due, deadline.To.Name, deadline.To.Role, deadline.To.NeighbouringPods, tried)
        {
            At = now,
            By = Actor.System,
        };
    }

    private static MarkerState Fold(MarkerState state, DomainEvent fact) => fact switch
    {
        MarkerAdded e => Initial with { Added = e, Until = e.Until },
        MarkerExtended e => state with { Until = e.Until, ContactedAt = null, ContactWords = "" },
        MarkerWithdrawn e => state with { Withdrawn = new Withdrawal(e.By.Operator, e.At, e.Reason) },
        MarkerContactMade e => state with { ContactedAt = e.At, ContactWords = e.Words },
        MarkerEscalated e => state with { Escalation = state.Escalation.Escalated(state.Pending, e.Clock, item: null, new RaisedStep(e.Step, e.At, e.Rung)) },
        _ => state,
    };
}
