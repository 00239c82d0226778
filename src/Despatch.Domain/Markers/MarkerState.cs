namespace Despatch.Domain.Markers;

/// <summary>That a marker was withdrawn.</summary>
/// <param name="By">By whom.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Reason">Why.</param>
public sealed record Withdrawal(string By, DateTimeOffset At, string Reason);

/// <summary>A marker as its facts leave it. Immutable.</summary>
public sealed record MarkerState
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

    /// <summary>Whether it was ever added.</summary>
    public bool Exists => Added is not null;

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
    public static MarkerState Evolve(MarkerState state, DomainEvent fact) => fact switch
    {
        MarkerAdded e => Initial with { Added = e, Until = e.Until },
        MarkerExtended e => state with { Until = e.Until, ContactedAt = null, ContactWords = "" },
        MarkerWithdrawn e => state with { Withdrawn = new Withdrawal(e.By.Operator, e.At, e.Reason) },
        MarkerContactMade e => state with { ContactedAt = e.At, ContactWords = e.Words },
        _ => state,
    };
}
