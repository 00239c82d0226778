namespace Despatch.Domain.Records;

/// <summary>
/// Somebody told of police misconduct. A restricted record: its facts stand in a stream of their own and are told to nobody but professional
/// standards. Seeds, Learning the Lessons (004), case 3: at the end of a call about a fight the caller said what an officer had sent her friend.
/// </summary>
/// <param name="Contact">The key of the contact in which it was told, or empty.</param>
/// <param name="Incident">The key of the incident that the contact was about besides, or empty.</param>
/// <param name="Officer">Who is said to have done it, as far as told; may be empty.</param>
/// <param name="Words">What is said, in the caller's words.</param>
public sealed record MisconductReported(string Contact, string Incident, string Officer, string Words) : DomainEvent;

/// <summary>Professional standards took the report up, by name (<see cref="DomainEvent.By"/>).</summary>
/// <param name="Words">What is made of it.</param>
public sealed record MisconductTaken(string Words) : DomainEvent;

/// <summary>What a report of misconduct can be asked to do.</summary>
public abstract record MisconductCommand;

/// <summary>Make the report.</summary>
/// <param name="Contact">The key of the contact in which it was told, or empty.</param>
/// <param name="Incident">The key of the incident that the contact was about besides, or empty.</param>
/// <param name="Officer">Who is said to have done it; may be empty.</param>
/// <param name="Words">What is said.</param>
public sealed record ReportMisconduct(string Contact, string Incident, string Officer, string Words) : MisconductCommand;

/// <summary>Take it up.</summary>
public sealed record TakeMisconduct(string Words) : MisconductCommand;

/// <summary>A report of misconduct as its facts leave it. Immutable.</summary>
public sealed record MisconductState
{
    /// <summary>The prefix of a report's stream and grain key.</summary>
    public const string KeyPrefix = "misconduct-";

    /// <summary>The word under which the log finds all reports.</summary>
    public const string Tag = "misconduct";

    /// <summary>Before the first fact.</summary>
    public static MisconductState Initial { get; } = new();

    /// <summary>The first fact; null before it.</summary>
    public MisconductReported? Report { get; init; }

    /// <summary>Who took it up last, or empty.</summary>
    public string TakenBy { get; init; } = "";

    /// <summary>When (UTC); null while nobody has.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static MisconductState Evolve(MisconductState state, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(state);
        return fact switch
        {
            MisconductReported e => Initial with { Report = e },
            MisconductTaken e => state with { TakenBy = e.By.Operator, TakenAt = e.At },
            _ => state,
        };
    }
}
