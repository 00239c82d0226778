using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board;

/// <summary>
/// Which committed units may be offered: those that a despatcher may divert without asking anybody, which are those of a less urgent
/// incident. It asks the decision itself, so that the rule stands in one place.
/// </summary>
internal static class Diverts
{
    private static readonly Actor Despatcher = new("recommendation", Role.Despatcher);
    private static readonly Authority AnyWord = new("recommendation", Role.ChiefInspector, "as if given");

    public static bool MayOffer(UnitState unit, Request request) =>
        !IsCentral(unit, request) && Decide(unit, request) is Decision.Accepted;

    /// <summary>What else a divert takes, as the end of a sentence; empty if nothing, or if it cannot be.</summary>
    public static string Price(UnitState unit, Request request) =>
        IsCentral(unit, request) ? ": command is central, so only the chief inspector's word diverts it"
        : Decide(unit, request) is Decision.Refused { Refusal.Code: RefusalCode.RoleNotAllowed } ? ": only a supervisor may divert it"
        : "";

    private static bool IsCentral(UnitState unit, Request request) =>
        request.Picture.Incidents.TryGetValue(unit.Incident, out var first) && first.Command.IsCentral;

    /// <summary>Null if the board does not hold the incident it is committed to, which may be a moment behind or ahead of it.</summary>
    private static Decision? Decide(UnitState unit, Request request)
    {
        var command = new AssignUnit(unit.Callsign, "divert", AnyWord);
        return request.Picture.Incidents.TryGetValue(unit.Incident, out var first)
            ? AssignmentDecisions.Assign(request.Incident, unit, first, command, Despatcher, request.Now)
            : null;
    }
}
