using Despatch.Domain;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;

namespace Despatch.Gateway.History;

/// <summary>Facts of an incident's risk in words; null for any other fact.</summary>
internal static class RiskWords
{
    public static string? Of(DomainEvent fact) => fact switch
    {
        RiskFlagged { Flags.IsEmpty: true } => "No risk is flagged any more.",
        RiskFlagged e => $"Risk flagged: {string.Join(", ", e.Flags.Select(f => f.Proposes is { } g ? $"{f.Code} (proposes {Letter(g)})" : f.Code))}.",
        CallerSaid e => $"The caller of {e.Contact} says: {e.Words}",
        GradingReviewed e => $"The grade below the proposal was seen by {e.By.Operator}: {e.Words}.",
        CheckRecorded e => $"Intelligence check {e.Kind}{(e.Subject is { } subject ? $" on {subject.Name}" : "")}: {e.Result}",
        MarkersFound e => $"Markers: {string.Join("; ", e.Markers.Select(m => Marker(m, e.At)))}.",
        BriefingAcknowledged e => $"{e.Callsign} has acknowledged what it was sent{(e.Words.Length > 0 ? $": {e.Words}" : "")}.",
        _ => null,
    };

    private static string Marker(FoundMarker m, DateTimeOffset at) =>
        $"{m.Kind.Code} on {m.Subject.Name}{(m.IsExpired(at) ? FormattableString.Invariant($", EXPIRED {LondonTime.Of(m.Until!.Value):dd MMM yyyy}") : "")}: "
        + $"{m.Words} (source: {m.Source})";

    private static string Letter(Domain.Incidents.Grade grade) => Domain.Incidents.GradeRules.Letter(grade);
}
