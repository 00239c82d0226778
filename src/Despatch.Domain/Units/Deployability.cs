using Despatch.Domain.Incidents;

namespace Despatch.Domain.Units;

/// <summary>Whether a unit can be sent, by its status and kind. One place, for the decision and for the recommendation.</summary>
public static class Deployability
{
    /// <summary>Why a unit cannot be sent to an incident of this grade, as the end of a sentence; null if it can.</summary>
    public static string? Of(UnitState unit, Grade grade) => unit.Status switch
    {
        UnitStatus.OnPatrol or UnitStatus.AtStation => null,
        UnitStatus.Refreshments => grade == Grade.Immediate ? null : "is on refreshments (status 4), deployable to I only",
        UnitStatus.EnRoute or UnitStatus.CommittedDeployable => null,
        UnitStatus.OnScene => "is on scene (status 6): it must be deployable (status 7) before it can be diverted",
        UnitStatus.Emergency => "needs assistance itself (status 0)",
        UnitStatus.OnDuty => "is on duty but not yet available (status 1)",
        UnitStatus.CommittedNotDeployable => "is committed and not deployable (status 8)",
        UnitStatus.WithPrisoner => "is with a prisoner (status 9)",
        _ => "is off duty (status 10)",
    };

    /// <summary>
    /// Whose word it takes to send this unit there, or null if nobody's. Safer Neighbourhoods are ring-fenced to their ward, the
    /// Commissioner's Reserve (TSG) is the chief inspector's (seeds, 2005 review, appendix 2).
    /// A place nobody knows is not in the ward.
    /// </summary>
    public static Role? AuthorityFor(UnitState unit, Place place) => unit.Kind switch
    {
        UnitKind.Tsg => Role.ChiefInspector,
        UnitKind.SaferNeighbourhoods when unit.Ward is { } ward && !(place.Point is { } point && ward.Contains(point)) => Role.DutyOfficer,
        _ => null,
    };
}
