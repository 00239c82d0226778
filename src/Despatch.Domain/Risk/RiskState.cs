using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Risk;

/// <summary>The grade that the known risk proposes, and by what.</summary>
/// <param name="Grade">The most urgent of what is proposed.</param>
/// <param name="Because">What proposes it: codes of flags, and of markers with whom or what they are about.</param>
public sealed record GradeProposal(Grade Grade, ImmutableArray<string> Because);

/// <summary>A grade that is below the proposal, until a supervisor has seen it.</summary>
/// <param name="Proposed">What is proposed.</param>
/// <param name="Reason">Why it was graded below; empty while nobody has said: the risk became known after the grading.</param>
/// <param name="By">Who graded it, or made the risk known.</param>
/// <param name="At">When (UTC).</param>
public sealed record GradedBelow(Grade Proposed, string Reason, string By, DateTimeOffset At);

/// <summary>An intelligence check.</summary>
/// <param name="Kind">The force's code for what was searched.</param>
/// <param name="Subject">Whom or what it was about; null: the incident as a whole.</param>
/// <param name="Result">What was found.</param>
/// <param name="By">Who looked.</param>
/// <param name="At">When (UTC).</param>
public sealed record IntelligenceCheck(string Kind, MarkerSubject? Subject, string Result, string By, DateTimeOffset At);

/// <summary>What a crew on an incident has acknowledged of what it was sent.</summary>
/// <param name="Callsign">Whose crew.</param>
/// <param name="Sent">How many facts there were when it was assigned.</param>
/// <param name="Acknowledged">How many of them it has acknowledged; 0 for none.</param>
/// <param name="Since">Since when something sent is unacknowledged (UTC); null when nothing is.</param>
public sealed record Briefing(string Callsign, int Sent, int Acknowledged, DateTimeOffset? Since);

/// <summary>
/// What is known of the risk of an incident, who has seen it, and whether its crews have. Part of the incident's state; immutable.
/// <see cref="RiskFolding"/> evolves it.
/// </summary>
public sealed record RiskState
{
    /// <summary>Before the first fact.</summary>
    public static RiskState Initial { get; } = new();

    /// <summary>The structured facts of the latest assessment.</summary>
    public ImmutableArray<RiskFlag> Flags { get; init; } = [];

    /// <summary>The markers known about its people, address and phones; expired ones too.</summary>
    public ImmutableArray<FoundMarker> Markers { get; init; } = [];

    /// <summary>The intelligence checks, in order.</summary>
    public ImmutableArray<IntelligenceCheck> Checks { get; init; } = [];

    /// <summary>Since when the assessment lacks what became known (UTC); null while it is up to date. An incident is not born out of date.</summary>
    public DateTimeOffset? OutOfDateSince { get; init; }

    /// <summary>What became known first that it lacks, or empty.</summary>
    public string OutOfDateBecause { get; init; } = "";

    /// <summary>The grade is below the proposal and no supervisor has seen it; null otherwise.</summary>
    public GradedBelow? Below { get; init; }

    /// <summary>How many facts a crew must know: the number that its acknowledgement names.</summary>
    public int Told { get; init; }

    /// <summary>What each committed unit's crew has acknowledged.</summary>
    public ImmutableArray<Briefing> Briefings { get; init; } = [];

    /// <summary>
    /// What grade the risk proposes at a moment: flags, and markers that have begun and not expired. Null when it proposes none. It never asks
    /// where the incident is: an unknown location blocks no grade (seeds, Learning the Lessons (004), case 1).
    /// </summary>
    public GradeProposal? ProposalAt(DateTimeOffset now)
    {
        var because = ImmutableArray.CreateBuilder<string>();
        Grade? most = null;
        foreach (var flag in Flags)
        {
            Take(flag.Proposes, flag.Code);
        }

        foreach (var marker in Markers.Where(m => m.IsCurrent(now)))
        {
            Take(marker.Kind.Proposes, $"{marker.Kind.Code} on {marker.Subject.Name}");
        }

        return most is { } grade ? new GradeProposal(grade, because.ToImmutable()) : null;

        void Take(Grade? proposes, string what)
        {
            if (proposes is { } one)
            {
                most = most is { } known && known <= one ? known : one;
                because.Add(what);
            }
        }
    }

    /// <summary>
    /// What of it is owed: another assessment, a supervisor's look at a grade below the proposal, and each crew's acknowledgement.
    /// </summary>
    public IEnumerable<Pending> Owed()
    {
        if (OutOfDateSince is { } since)
        {
            yield return new Pending(EscalationClock.Reassess, "assessment", since) { Words = $"the assessment lacks {OutOfDateBecause}" };
        }

        if (Below is { } below)
        {
            yield return new Pending(EscalationClock.Reassess, "grade", below.At)
            {
                Words = $"the grade is below the proposed {below.Proposed.Letter()} and no supervisor has seen it",
            };
        }

        foreach (var briefing in Briefings)
        {
            if (briefing.Since is { } sent)
            {
                yield return new Pending(EscalationClock.Briefing, briefing.Callsign, sent)
                {
                    Words = $"{briefing.Callsign} has not acknowledged what it was sent",
                };
            }
        }
    }

    /// <summary>Whether an incident is an emergency about which nobody has looked anything up; an officer's own emergency is none.</summary>
    public static bool IsUnchecked(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident is { Grade: Grade.Immediate, RaisedBy.Length: 0 } && incident.Risk.Checks.IsEmpty;
    }

    /// <summary>The briefing of one unit; null when it is not committed here.</summary>
    public Briefing? BriefingOf(string callsign) =>
        Briefings.FirstOrDefault(b => string.Equals(b.Callsign, callsign, StringComparison.Ordinal));
}
