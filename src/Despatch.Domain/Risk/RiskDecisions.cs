using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Risk;

/// <summary>What is decided about an incident's risk: proposals and gradings below them, checks, what crews have acknowledged. Pure.</summary>
public static class RiskDecisions
{
    /// <summary>The facts of an assessment: the six parts, and the structured facts where they are not what was said before.</summary>
    internal static Decision Assessed(IncidentState incident, Assess command, Actor by, DateTimeOffset now)
    {
        var assessed = new IncidentAssessed(command.Assessment) { At = now, By = by };
        return command.Flags.SequenceEqual(incident.Risk.Flags)
            ? Decision.Accept(incident.Key, assessed)
            : Decision.Accept(incident.Key, assessed, new RiskFlagged(command.Flags) { At = now, By = by });
    }

    /// <summary>
    /// Refuses a grade below what the risk proposes unless somebody writes why. Seeds, Learning the Lessons (004): the cases' grades were lower
    /// than the facts on the log, and no reason stands beside them. Null when it holds.
    /// </summary>
    internal static Decision? BelowProposal(IncidentState incident, GiveGrade command, DateTimeOffset now) =>
        incident.Risk.ProposalAt(now) is { } proposal && command.Grade.IsBelow(proposal.Grade) && string.IsNullOrWhiteSpace(command.Reason)
            ? Decision.Refuse(
                RefusalCode.ReasonNeeded,
                $"The risk proposes {proposal.Grade.Letter()} ({string.Join("; ", proposal.Because)}): grading below it takes a reason.",
                "reason")
            : null;

    /// <summary>Decides whether a supervisor has seen a grading below the proposal.</summary>
    internal static Decision Review(IncidentState incident, ReviewGrading command, Actor by, DateTimeOffset now) =>
        incident.Risk.Below is null
            ? Decision.Refuse(RefusalCode.NothingToReview, $"CAD {incident.Cad} has no grade below the proposal that waits for a supervisor.", "cad")
            : IncidentDecisions.Needs(by, Role.Supervisor, "review a grading")
                ?? IncidentDecisions.Words(command.Words, "words")
                ?? Decision.Accept(incident.Key, new GradingReviewed(command.Words) { At = now, By = by });

    /// <summary>Decides whether an intelligence check is on record.</summary>
    internal static Decision Check(IncidentState incident, RecordCheck command, Actor by, DateTimeOffset now) =>
        IncidentDecisions.Needs(by, Role.CallHandler, "record an intelligence check")
        ?? IncidentDecisions.Words(command.Result, "result")
        ?? Decision.Accept(incident.Key, new CheckRecorded(command.Kind, command.Subject, command.Result) { At = now, By = by });

    /// <summary>
    /// Decides whether a crew has taken in what it was sent: by its own terminal, or by radio through a despatcher. The same again is the same
    /// fact again.
    /// </summary>
    internal static Decision Acknowledge(IncidentState incident, AcknowledgeBriefing command, Actor by, DateTimeOffset now)
    {
        if (incident.Risk.BriefingOf(command.Callsign) is null)
        {
            return Decision.Refuse(
                RefusalCode.UnitNotAssigned, $"{command.Callsign} is not assigned to CAD {incident.Cad}.", "callsign");
        }

        if (command.Briefing < 1 || command.Briefing > incident.Risk.Told)
        {
            return Decision.Refuse(
                RefusalCode.InvalidField, $"briefing must be 1 to {incident.Risk.Told}: nothing else was sent.", "briefing");
        }

        return (by.Role == Role.Crew ? null : IncidentDecisions.Needs(by, Role.Despatcher, "acknowledge for a crew"))
            ?? Decision.Accept(
                incident.Key, new BriefingAcknowledged(command.Callsign, command.Briefing, command.Words) { At = now, By = by });
    }

    /// <summary>
    /// A decision with the markers that were found for it: each incident that it opens, attaches a contact to, locates or records a check on is
    /// told of those that are new to it or have changed.
    /// </summary>
    /// <param name="decision">The decision.</param>
    /// <param name="found">What is known about the people, address and phones that it brings.</param>
    /// <param name="incidents">The incidents that were there before, as they were.</param>
    /// <param name="now">The moment, UTC.</param>
    public static Decision WithMarkers(
        Decision decision, ImmutableArray<FoundMarker> found, ImmutableArray<IncidentState> incidents, DateTimeOffset now)
    {
        if (found.IsDefaultOrEmpty || decision is not Decision.Accepted accepted)
        {
            return decision;
        }

        return new Decision.Accepted([.. accepted.Changes.Select(change => change.Events.Any(Brings) ? Told(change) : change)]);

        Change Told(Change change)
        {
            var known = incidents.FirstOrDefault(i => string.Equals(i.Key, change.Stream, StringComparison.Ordinal))?.Risk.Markers ?? [];
            var news = found.Where(f => !known.Contains(f)).ToImmutableArray();
            return news.IsEmpty ? change : change with { Events = change.Events.Add(new MarkersFound(news) { At = now, By = Actor.System }) };
        }

        static bool Brings(DomainEvent fact) => fact is IncidentOpened or ContactAttached or IncidentLocated or PersonNamed or CheckRecorded;
    }
}
