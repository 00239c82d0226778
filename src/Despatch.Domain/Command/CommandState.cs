using System.Collections.Immutable;
using Despatch.Domain.Escalation;

namespace Despatch.Domain.Command;

/// <summary>Why the chief inspector commands (seeds/001, appendix 2, 'Incident Ownership').</summary>
public enum CommandGround
{
    /// <summary>Service policy makes it the centre's from the start.</summary>
    ServicePolicy,
    /// <summary>Service policy is not complied with.</summary>
    NonCompliance,
    /// <summary>Resources or expertise are lacking.</summary>
    LackOfResources,
    /// <summary>Health and safety.</summary>
    HealthAndSafety,
    /// <summary>Human rights.</summary>
    HumanRights,
    /// <summary>Legality.</summary>
    Legality,
    /// <summary>The assessment of risk.</summary>
    RiskAssessment,
}

/// <summary>How grave an incident was declared.</summary>
public enum DeclarationLevel
{
    /// <summary>Critical: the response may affect the confidence of the victim, their family or the community.</summary>
    Critical,
    /// <summary>Major: it takes the special arrangements of one or more emergency services.</summary>
    Major,
}

/// <summary>One entry of a decision log. Entries are never changed.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="By">Who decided.</param>
/// <param name="Decision">What.</param>
/// <param name="Rationale">Why.</param>
public sealed record DecisionEntry(DateTimeOffset At, Actor By, string Decision, string Rationale);

/// <summary>Somebody was told something.</summary>
/// <param name="Name">Who.</param>
/// <param name="At">When (UTC).</param>
public sealed record Told(string Name, DateTimeOffset At);

/// <summary>An incident was declared critical or major.</summary>
/// <param name="Level">Which.</param>
/// <param name="By">By whom.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Words">Why.</param>
public sealed record Declaration(DeclarationLevel Level, string By, DateTimeOffset At, string Words)
{
    /// <summary>The latest report in seven parts; a major incident has one from the start.</summary>
    public Methane? Methane { get; init; }

    /// <summary>Which duty officer was told; null while none was.</summary>
    public Told? DutyOfficer { get; init; }
}

/// <summary>Who commands an incident, since when and why; its decision log; what it was declared. Immutable.</summary>
public sealed record CommandState
{
    /// <summary>The borough commands: what holds unless facts say otherwise.</summary>
    public static CommandState Initial { get; } = new();

    /// <summary>Whether command is central, and not the borough's.</summary>
    public bool IsCentral { get; init; }

    /// <summary>Whether it is central by service policy, and not taken from the borough.</summary>
    public bool FromStart { get; init; }

    /// <summary>Since when it is central (UTC).</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The chief inspector who commands, by name; empty while none has taken it by name.</summary>
    public string Commander { get; init; } = "";

    /// <summary>Why it is central.</summary>
    public CommandGround Ground { get; init; }

    /// <summary>Who of the borough's senior team was told that command was taken; null while nobody was.</summary>
    public Told? SeniorTeam { get; init; }

    /// <summary>The decision log, oldest first. It outlives the command.</summary>
    public ImmutableArray<DecisionEntry> Log { get; init; } = [];

    /// <summary>What the incident is declared; null if nothing, or no longer.</summary>
    public Declaration? Declared { get; init; }

    /// <summary>What is owed: a commander by name, word to the senior team, word to the duty officer.</summary>
    public IEnumerable<Pending> Pending
    {
        get
        {
            if (IsCentral && Commander.Length == 0)
            {
                yield return new Pending(EscalationClock.Command, "commander", Since) { Words = "no chief inspector has taken command by name" };
            }

            if (IsCentral && !FromStart && SeniorTeam is null)
            {
                yield return new Pending(EscalationClock.Command, "senior-team", Since) { Words = "the borough's senior team has not been told" };
            }

            if (Declared is { DutyOfficer: null } declared)
            {
                yield return new Pending(EscalationClock.Command, "duty-officer", declared.At) { Words = "the duty officer has not been told" };
            }
        }
    }

    /// <summary>The state after one more fact. A fact about something else changes nothing.</summary>
    public static CommandState Evolve(CommandState state, DomainEvent fact) => fact switch
    {
        CentralCommandBegan e => state with { IsCentral = true, FromStart = true, Since = e.At, Commander = "", Ground = CommandGround.ServicePolicy },
        CommandTaken e => state.Logged(e, "Took command.", e.Rationale) with
        {
            IsCentral = true,
            Since = state.IsCentral ? state.Since : e.At,
            Commander = e.By.Operator,
            Ground = e.Ground,
        },
        SeniorTeamTold e => state with { SeniorTeam = new(e.Name, e.At) },
        DecisionRecorded e => state.Logged(e, e.Decision, e.Rationale),
        CommandAccepted e => state.Logged(e, $"Handed command to {e.AcceptedBy} of the borough's senior team.", e.Words) with
        {
            IsCentral = false,
            FromStart = false,
            Commander = "",
            SeniorTeam = null,
        },
        IncidentDeclared e => state with { Declared = new(e.Level, e.By.Operator, e.At, e.Words) { Methane = e.Methane ?? state.Declared?.Methane } },
        MethaneReported e when state.Declared is { } declared => state with { Declared = declared with { Methane = e.Methane } },
        DutyOfficerInformed e when state.Declared is { } declared => state with { Declared = declared with { DutyOfficer = new(e.Name, e.At) } },
        DeclarationEnded => state.Declared is null ? state : state with { Declared = null },
        _ => state,
    };

    private CommandState Logged(DomainEvent fact, string decision, string rationale) =>
        this with { Log = Log.Add(new DecisionEntry(fact.At, fact.By, decision, rationale)) };
}
