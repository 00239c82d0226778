using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Risk;

namespace Despatch.Board;

/// <summary>A queue of incidents that somebody must look at; an incident may stand in several.</summary>
public enum RiskQueue
{
    /// <summary>The time to attend has passed and nobody has.</summary>
    Breached,
    /// <summary>It is graded I, S or E and no unit is committed.</summary>
    Unresourced,
    /// <summary>It is on the duty officer's list.</summary>
    Tagged,
    /// <summary>Nobody has acted on it for its review time, and somebody was told.</summary>
    AwaitingReview,
    /// <summary>It is graded below what the risk proposes, and no supervisor has seen it.</summary>
    GradedBelow,
    /// <summary>It is graded I, and nobody has made an intelligence check. Seeds, Learning the Lessons (004): checks would have shown the risk.</summary>
    Unchecked,
    /// <summary>Its assessment lacks what became known since.</summary>
    Reassess,
    /// <summary>A crew has not acknowledged what it was sent.</summary>
    Unbriefed,
}

/// <summary>
/// Queues by risk, not only by age: pure functions over a picture. An officer's emergency first, then by grade (one that nobody has graded
/// may be an I), then by how far up its alarm stands, then by what was promised first, then by age. Seeds, Learning the Lessons (004),
/// case 9: an incident stood among sixty on one active queue, and the despatcher had just begun his shift.
/// </summary>
public static class RiskQueues
{
    /// <summary>Whether an open incident stands in a queue.</summary>
    public static bool IsIn(RiskQueue queue, IncidentState incident, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return !incident.IsClosed && queue switch
        {
            RiskQueue.Breached => BoardQueries.IsBreached(incident, now),
            RiskQueue.Unresourced => incident.Grade is Grade.Immediate or Grade.Significant or Grade.Extended && incident.AwaitingUnitSince is not null,
            RiskQueue.Tagged => incident.Tag is not null,
            RiskQueue.AwaitingReview => incident.Escalation.Review is not null,
            RiskQueue.GradedBelow => incident.Risk.Below is not null,
            RiskQueue.Unchecked => RiskState.IsUnchecked(incident),
            RiskQueue.Reassess => incident.Risk.OutOfDateSince is not null,
            RiskQueue.Unbriefed => incident.Risk.Briefings.Any(static b => b.Since is not null),
            _ => throw new ArgumentOutOfRangeException(nameof(queue), queue, "No such queue."),
        };
    }

    /// <summary>A queue of some pods, gravest first; no pods means all.</summary>
    public static ImmutableArray<IncidentState> Of(
        RiskQueue queue, BoardPicture picture, IReadOnlyCollection<string> pods, EscalationPolicy policy, DateTimeOffset now) =>
        Sorted(picture, pods, policy, incident => IsIn(queue, incident, now));

    /// <summary>What some pods hand over at a change of shift, gravest first; no pods means all.</summary>
    public static ImmutableArray<IncidentState> ForHandover(BoardPicture picture, IReadOnlyCollection<string> pods, EscalationPolicy policy) =>
        Sorted(picture, pods, policy, SupervisionDecisions.IsForHandover);

    private static ImmutableArray<IncidentState> Sorted(
        BoardPicture picture, IReadOnlyCollection<string> pods, EscalationPolicy policy, Func<IncidentState, bool> belongs)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. picture.Incidents.Values
                .Where(i => (pods.Count == 0 || pods.Contains(i.Place.Pod, StringComparer.Ordinal)) && belongs(i))
                .OrderBy(static i => i.RaisedBy.Length > 0 ? 0 : 1)
                .ThenBy(static i => i.Grade ?? Grade.Immediate)
                .ThenByDescending(i => policy.LevelOf(i.Escalation) is { } level ? policy.Ladder.IndexOf(level) : -1)
                .ThenBy(static i => i.Escalation.Appointment ?? i.AttendBy ?? DateTimeOffset.MaxValue)
                .ThenBy(static i => i.OpenedAt)
                .ThenBy(static i => i.Key, StringComparer.Ordinal),
        ];
    }
}
