using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Procedures;

/// <summary>What follows from any decision by the force's procedures. Pure.</summary>
public static class ProcedureConsequences
{
    /// <summary>
    /// The decision with the procedure of every incident that it opens, whoever opens it: the procedure opens with the code and not when
    /// somebody thinks of it (seeds, Learning the Lessons (004), case 10). And with the mark of every supervised type that a risk it makes
    /// known belongs to: an incident about a vulnerable person closes on a supervisor's word (issue 4).
    /// </summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="book">The force's procedures.</param>
    /// <param name="known">The incident that decided it, whose marks are not written again; null when another aggregate did.</param>
    public static Decision Of(Decision decision, ProcedureBook book, IncidentState? known = null) => decision is Decision.Accepted accepted
        ? new Decision.Accepted([.. accepted.Changes.Select(change => change with { Events = Following(change, book, known) })])
        : decision;

    private static ImmutableArray<DomainEvent> Following(Change change, ProcedureBook book, IncidentState? known)
    {
        var marked = known is not null && string.Equals(known.Key, change.Stream, StringComparison.Ordinal) ? known.Procedure.Supervised : [];
        return [.. change.Events.SelectMany(fact => With(fact, book, marked))];
    }

    private static IEnumerable<DomainEvent> With(DomainEvent fact, ProcedureBook book, ImmutableArray<string> marked)
    {
        yield return fact;
        if (fact is IncidentOpened opened && book.Of(opened.OpeningCode) is { IsEmpty: false } procedure)
        {
            yield return new ProcedureOpened(procedure.Hearing(opened.Words), Instead: false) { At = opened.At, By = opened.By };
        }

        foreach (var risk in RisksOf(fact))
        {
            foreach (var type in book.SupervisedTypes.Values)
            {
                if (type.Risks.Contains(risk, StringComparer.Ordinal) && !marked.Contains(type.Key, StringComparer.Ordinal))
                {
                    yield return new MarkedSupervised(type.Key, $"known risk: {risk}") { At = fact.At, By = fact.By };
                }
            }
        }
    }

    private static IEnumerable<string> RisksOf(DomainEvent fact) => fact switch
    {
        RiskFlagged e => e.Flags.Select(static f => f.Code),
        MarkersFound e => e.Markers.Where(m => m.IsCurrent(e.At)).Select(static m => m.Kind.Code).Distinct(StringComparer.Ordinal),
        _ => [],
    };
}
