using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>Somebody was named in an incident.</summary>
public sealed record PersonNamed(NamedPerson Person) : DomainEvent;

/// <summary>Incidents were found that this one, or this contact, may belong to. It decides nothing.</summary>
/// <param name="Candidates">Best first; none that was offered before.</param>
public sealed record LinkCandidatesOffered(ImmutableArray<LinkCandidate> Candidates) : DomainEvent;

/// <summary>A candidate has nothing to do with it.</summary>
/// <param name="Incident">The candidate's key.</param>
/// <param name="Reason">Why not.</param>
public sealed record LinkDismissed(string Incident, string Reason) : DomainEvent;

/// <summary>Two incidents belong together; each says so of the other.</summary>
/// <param name="Incident">The other's key.</param>
/// <param name="Reason">Why.</param>
public sealed record IncidentLinked(string Incident, string Reason) : DomainEvent;

/// <summary>They do not belong together after all; each says so of the other.</summary>
/// <param name="Incident">The other's key.</param>
/// <param name="Reason">Why not.</param>
public sealed record IncidentUnlinked(string Incident, string Reason) : DomainEvent;

/// <summary>This incident is an earlier one told again: its closing follows, and what comes for it later goes there.</summary>
/// <param name="Into">The earlier one's key.</param>
/// <param name="Reason">How that is known.</param>
public sealed record IncidentFolded(string Into, string Reason) : DomainEvent;

/// <summary>A later incident turned out to be this one told again. Its contacts follow, each as one attached.</summary>
/// <param name="Incident">The later one's key.</param>
/// <param name="Words">What was said there.</param>
/// <param name="Numbers">The numbers that called about it.</param>
/// <param name="Persons">Whom it named.</param>
/// <param name="Reason">How that is known.</param>
public sealed record DuplicateAdopted(
    string Incident, string Words, ImmutableArray<string> Numbers, ImmutableArray<NamedPerson> Persons, string Reason) : DomainEvent;
