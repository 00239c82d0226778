using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Command;

/// <summary>
/// What central command changes for everybody else, and what begins with it. Seeds/001, appendix 2, 'Incident Ownership': the borough operations
/// supervisor may alter assignments, unless the chief inspector commands; who then keeps command until the borough's senior team accepts
/// it. Sending a further unit stays despatch's in any case, since nobody in need may wait for a word. Pure.
/// </summary>
public static class CentralCommand
{
    /// <summary>
    /// Adds to an accepted decision that command begins centrally, for every incident it opens or gives another opening code under a code of the
    /// policy. An incident that is central already stays as it is.
    /// </summary>
    /// <param name="decision">The decision.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="isCentral">Whether command of the incident with this key is central already.</param>
    public static Decision Begin(Decision decision, CommandPolicy policy, Func<string, bool> isCentral)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(isCentral);
        return decision is Decision.Accepted accepted && accepted.Changes.Any(c => Begun(c, policy, isCentral) is not null)
            ? new Decision.Accepted([.. accepted.Changes.Select(c => Begun(c, policy, isCentral) is { } begun ? c with { Events = c.Events.Add(begun) } : c)])
            : decision;
    }

    /// <summary>Refuses what only the chief inspector, or their word, may alter while command is central; null if it may be done.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="word">A senior officer's word, if one was given.</param>
    /// <param name="what">What is to be done, in words that follow 'to'.</param>
    /// <param name="field">The field in which the word would stand.</param>
    internal static Decision? Forbids(IncidentState incident, Actor by, Authority? word, string what, string field = "authority") =>
        !incident.Command.IsCentral || by.Role is Role.ChiefInspector or Role.System || IsChiefInspectors(word)
            ? null
            : Decision.Refuse(
                RefusalCode.CommandCentral,
                $"CAD {incident.Cad} is commanded centrally{Named(incident)}: to {what} takes the chief inspector or their word.",
                field);

    /// <summary>Refuses the borough operations supervisor who would send a unit while command is central.</summary>
    internal static Decision? ForbidsSending(IncidentState incident, Actor by, Authority? word) =>
        by.Role == Role.BoroughSupervisor ? Forbids(incident, by, word, "alter its assignments") : null;

    /// <summary>What keeps an incident from being closed that is declared critical or major still; null if it is not.</summary>
    internal static Refusal? Standing(IncidentState incident) =>
        incident.Command.Declared is { } declared
            ? new Refusal(
                RefusalCode.DeclarationStands, $"CAD {incident.Cad} is declared {Spelt(declared.Level)}: the duty officer ends that first.", "cad")
            : null;

    internal static string Spelt(DeclarationLevel level) => level == DeclarationLevel.Major ? "major" : "critical";

    private static string Named(IncidentState incident) =>
        incident.Command.Commander.Length > 0 ? $" by {incident.Command.Commander}" : "";

    private static bool IsChiefInspectors(Authority? word) =>
        word is { Role: Role.ChiefInspector } && !string.IsNullOrWhiteSpace(word.Operator) && !string.IsNullOrWhiteSpace(word.Words);

    private static CentralCommandBegan? Begun(Change change, CommandPolicy policy, Func<string, bool> isCentral)
    {
        foreach (var fact in change.Events)
        {
            var code = fact switch
            {
                IncidentOpened e => e.OpeningCode,
                IncidentRecoded e => e.OpeningCode,
                _ => "",
            };
            if (policy.FromStart.TryGetValue(code, out var part) && !isCentral(change.Stream))
            {
                return new CentralCommandBegan(code, part) { At = fact.At, By = Actor.System };
            }
        }

        return null;
    }
}
