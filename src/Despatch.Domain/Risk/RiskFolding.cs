using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Procedures;

namespace Despatch.Domain.Risk;

/// <summary>What facts make of the risk that is known of an incident. Pure.</summary>
public static class RiskFolding
{
    /// <summary>The incident with its risk after one more fact, which all else has folded already. The same object when nothing changes.</summary>
    public static IncidentState Fold(IncidentState incident, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var before = incident.Risk;
        var after = Briefed(Known(before, incident, fact), fact);
        return ReferenceEquals(before, after) ? incident : incident with { Risk = after };
    }

    /// <summary>
    /// Whether the crews on their way to an incident must know a fact, and say that they do. Seeds, Learning the Lessons (004): officers were not
    /// told that the man was a suicide risk.
    /// </summary>
    public static bool IsTold(DomainEvent fact) => fact switch
    {
        EntryAdded e => e.By.Role != Role.Crew,
        IncidentOpened or ContactAttached or CallerSaid or IncidentAssessed or RiskFlagged or IncidentGraded or IncidentLocated
            or MarkersFound or CheckRecorded or PersonNamed or DuplicateAdopted or IncidentRecoded => true,
        _ => false,
    };

    /// <summary>Whether a fact is something that an assessment made before it cannot have known.</summary>
    private static string? NewsOf(DomainEvent fact) => fact switch
    {
        ContactAttached => "another call",
        CallerSaid => "the caller said more",
        IncidentRecoded => "that it is called something else now",
        DuplicateAdopted => "a duplicate that was folded in",
        _ => null,
    };

    private static RiskState Known(RiskState risk, IncidentState incident, DomainEvent fact) => fact switch
    {
        IncidentOpened => RiskState.Initial,
        IncidentAssessed => risk with { OutOfDateSince = null, OutOfDateBecause = "" },
        RiskFlagged e => Proposed(risk, risk with { Flags = e.Flags }, incident, e),
        MarkersFound e => Found(risk, incident, e),
        IncidentGraded e => risk with { Below = GradedBelowOf(risk, e) },
        GradingReviewed => risk with { Below = null },
        CheckRecorded e => risk with { Checks = risk.Checks.Add(new(e.Kind, e.Subject, e.Result, e.By.Operator, e.At)) },
        _ when NewsOf(fact) is { } news => OutOfDate(risk, news, fact.At),
        _ => risk,
    };

    private static RiskState OutOfDate(RiskState risk, string because, DateTimeOffset at) =>
        risk.OutOfDateSince is null ? risk with { OutOfDateSince = at, OutOfDateBecause = because } : risk;

    /// <summary>Markers that come to light after an assessment ask for another one.</summary>
    private static RiskState Found(RiskState risk, IncidentState incident, MarkersFound e)
    {
        var markers = risk.Markers.ToBuilder();
        foreach (var found in e.Markers)
        {
            var known = risk.Markers.FirstOrDefault(m => string.Equals(m.Key, found.Key, StringComparison.Ordinal));
            if (known is null)
            {
                markers.Add(found);
            }
            else
            {
                markers[risk.Markers.IndexOf(known)] = found;
            }
        }

        var after = Proposed(risk, risk with { Markers = markers.ToImmutable() }, incident, e);
        return incident.Assessment is null ? after : OutOfDate(after, "a marker", e.At);
    }

    /// <summary>A supervisor who grades below the proposal has seen it; anybody else's is shown to one.</summary>
    private static GradedBelow? GradedBelowOf(RiskState risk, IncidentGraded e) =>
        risk.ProposalAt(e.At) is { } proposal && e.Grade.IsBelow(proposal.Grade) && !e.By.IsAtLeast(Role.Supervisor)
            ? new GradedBelow(proposal.Grade, e.Reason, e.By.Operator, e.At)
            : null;

    /// <summary>Risk that becomes known after the grading is a proposal too, and stands until somebody regrades or a supervisor has seen it.</summary>
    private static RiskState Proposed(RiskState before, RiskState after, IncidentState incident, DomainEvent fact)
    {
        if (after.ProposalAt(fact.At) is not { } proposal || incident.Grade is not { } grade || !grade.IsBelow(proposal.Grade))
        {
            return after with { Below = null };
        }

        var known = before.ProposalAt(fact.At)?.Because ?? [];
        return proposal.Because.All(b => known.Contains(b, StringComparer.Ordinal))
            ? after
            : after with { Below = new GradedBelow(proposal.Grade, "", fact.By.Operator, fact.At) };
    }

    private static RiskState Briefed(RiskState risk, DomainEvent fact) => fact switch
    {
        UnitAssigned e => Without(risk, e.Callsign) with
        {
            Briefings = Without(risk, e.Callsign).Briefings.Add(new Briefing(e.Callsign, risk.Told, 0, e.At)),
        },
        UnitEnRoute e => Moved(risk, e.Callsign),
        UnitOnScene e => Moved(risk, e.Callsign),
        UnitDiverted e => Without(risk, e.Callsign),
        UnitStoodDown e => Without(risk, e.Callsign),
        UnitReleased e => Without(risk, e.Callsign),
        BriefingAcknowledged e => Changed(risk, e.Callsign, b => b with
        {
            Acknowledged = Math.Max(b.Acknowledged, e.Briefing),
            Since = e.Briefing >= risk.Told ? null : e.At,
        }),
        _ when IsTold(fact) => risk with
        {
            Told = risk.Told + 1,
            Briefings = [.. risk.Briefings.Select(b => b with { Since = b.Since ?? fact.At })],
        },
        _ => risk,
    };

    /// <summary>A crew that sets out has read what it was sent to; not what came after that.</summary>
    private static RiskState Moved(RiskState risk, string callsign) =>
        risk.BriefingOf(callsign) is { Since: not null } open && open.Sent == risk.Told
            ? Changed(risk, callsign, b => b with { Acknowledged = risk.Told, Since = null })
            : risk;

    private static RiskState Changed(RiskState risk, string callsign, Func<Briefing, Briefing> change) =>
        risk.BriefingOf(callsign) is { } known ? risk with { Briefings = risk.Briefings.Replace(known, change(known)) } : risk;

    private static RiskState Without(RiskState risk, string callsign) =>
        risk.BriefingOf(callsign) is { } known ? risk with { Briefings = risk.Briefings.Remove(known) } : risk;
}
