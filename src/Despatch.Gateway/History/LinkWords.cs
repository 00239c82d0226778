using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Gateway.History;

/// <summary>The facts about people and other incidents in words.</summary>
internal static class LinkWords
{
    /// <summary>One sentence; null for a fact of another kind.</summary>
    public static string? Of(DomainEvent fact) => fact switch
    {
        PersonNamed { Person: var p } => $"{p.Name} was named{Born(p.Born)}: {Role(p.Role)}.",
        LinkCandidatesOffered e => $"May belong to {string.Join("; ", e.Candidates.Select(Candidate))}",
        LinkDismissed e => $"Has nothing to do with CAD {CadNumber.Spell(e.Incident)}: {e.Reason}",
        IncidentLinked e => $"Linked with CAD {CadNumber.Spell(e.Incident)}: {e.Reason}",
        IncidentUnlinked e => $"No longer linked with CAD {CadNumber.Spell(e.Incident)}: {e.Reason}",
        IncidentFolded e => $"Folded into CAD {CadNumber.Spell(e.Into)}, which it repeats: {e.Reason}",
        DuplicateAdopted e => $"CAD {CadNumber.Spell(e.Incident)} repeats this and was folded in{From(e)}: {e.Reason} There: {e.Words}",
        _ => null,
    };

    private static string Candidate(LinkCandidate candidate) =>
        FormattableString.Invariant($"CAD {CadNumber.Spell(candidate.Incident)} ({candidate.Score:0.00}): ")
        + string.Join(' ', candidate.Reasons.Select(static r => r.Words));

    private static string Born(DateOnly? born) => born is { } date ? FormattableString.Invariant($", born {date:dd MMM yyyy}") : "";

    private static string Role(PersonRole role) => role == PersonRole.Other ? "otherwise concerned" : role.ToString().ToLowerInvariant();

    private static string From(DuplicateAdopted e) => e.Numbers.IsEmpty ? "" : $", called from {string.Join(", ", e.Numbers)}";
}
