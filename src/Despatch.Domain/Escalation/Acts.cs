using Despatch.Domain.Command;
using Despatch.Domain.Incidents;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Escalation;

/// <summary>
/// Which facts say that somebody did something about an incident, so that the time until its next review begins anew. Writing on the log,
/// acknowledging, tagging, taking over at a change of shift and a caller who rings again are none: of the hours in which people were let
/// down, the log was written on in many (seeds, Learning the Lessons (004), cases 1, 5 and 9).
/// </summary>
public static class Acts
{
    /// <summary>Whether a fact is an act.</summary>
    public static bool Is(DomainEvent fact) => fact
        is IncidentOpened or IncidentAssessed or IncidentGraded or IncidentLocated or IncidentResulted or IncidentReopened
        or UnitAssigned or UnitDiverted or UnitStoodDown or UnitEnRoute or UnitOnScene or UnitReleased or AppointmentAgreed
        or IncidentRecoded or OutcomeRecorded or CheckRecorded or GradingReviewed or CommandTaken or DecisionRecorded;
}
