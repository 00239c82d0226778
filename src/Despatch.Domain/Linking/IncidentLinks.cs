using System.Collections.Immutable;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Linking;

/// <summary>An incident that belongs with another.</summary>
/// <param name="Incident">Its key.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">Since when (UTC).</param>
/// <param name="By">Who said so.</param>
public sealed record LinkedIncident(string Incident, string Reason, DateTimeOffset At, string By);

/// <summary>What an incident has to do with others. Immutable.</summary>
public sealed record IncidentLinks
{
    /// <summary>Nothing yet.</summary>
    public static IncidentLinks None { get; } = new();

    /// <summary>What the incident is recognised by.</summary>
    public Particulars About { get; init; } = Particulars.None;

    /// <summary>The candidates that nobody has decided on, best first as they were offered.</summary>
    public ImmutableArray<LinkCandidate> Candidates { get; init; } = [];

    /// <summary>The incidents it belongs with.</summary>
    public ImmutableArray<LinkedIncident> Linked { get; init; } = [];

    /// <summary>The keys of those that were decided to have nothing to do with it.</summary>
    public ImmutableArray<string> Dismissed { get; init; } = [];

    /// <summary>The key of the incident that it repeated, or empty.</summary>
    public string FoldedInto { get; init; } = "";

    /// <summary>The keys of the incidents that repeated it.</summary>
    public ImmutableArray<string> Duplicates { get; init; } = [];

    /// <summary>Whether this incident was linked with another.</summary>
    public bool IsLinkedTo(string incident) => Linked.Any(l => Same(l.Incident, incident));

    /// <summary>Whether another was offered, linked, dismissed or folded before.</summary>
    public bool Knows(string incident) =>
        IsLinkedTo(incident) || Candidates.Any(c => Same(c.Incident, incident)) || Dismissed.Contains(incident, StringComparer.Ordinal)
        || Duplicates.Contains(incident, StringComparer.Ordinal) || Same(FoldedInto, incident);

    /// <summary>After one more fact of the incident.</summary>
    public static IncidentLinks Evolve(IncidentLinks links, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(links);
        var about = fact is ContactRecorded ? links.About : Particulars.Evolve(links.About, fact);
        var after = Fold(links, fact);
        return ReferenceEquals(about, after.About) ? after : after with { About = about };
    }

    private static IncidentLinks Fold(IncidentLinks links, DomainEvent fact) => fact switch
    {
        LinkCandidatesOffered e => links with { Candidates = links.Candidates.AddRange(e.Candidates.Where(c => !links.Knows(c.Incident))) },
        LinkDismissed e => links.Without(e.Incident) with { Dismissed = links.Dismissed.Add(e.Incident) },
        IncidentLinked e => links.Without(e.Incident) with
        {
            Linked = links.Linked.Add(new(e.Incident, e.Reason, e.At, e.By.Operator)),
            Dismissed = links.Dismissed.Remove(e.Incident, StringComparer.Ordinal),
        },
        IncidentUnlinked e => links.Without(e.Incident) with { Dismissed = links.Dismissed.Add(e.Incident) },
        IncidentFolded e => links.Without(e.Into) with { FoldedInto = e.Into },
        IncidentReopened when links.FoldedInto.Length > 0 => links with { FoldedInto = "" },
        DuplicateAdopted e => links.Without(e.Incident) with { Duplicates = links.Duplicates.Add(e.Incident) },
        _ => links,
    };

    private IncidentLinks Without(string incident) => this with
    {
        Candidates = Candidates.RemoveAll(c => Same(c.Incident, incident)),
        Linked = Linked.RemoveAll(l => Same(l.Incident, incident)),
    };

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
