using Despatch.Domain.Incidents;

namespace Despatch.Domain.Linking;

/// <summary>Name somebody in it.</summary>
public sealed record NamePerson(NamedPerson Person) : IncidentCommand;

/// <summary>Say that another incident belongs with it.</summary>
/// <param name="Incident">The other's key.</param>
/// <param name="Reason">Why.</param>
public sealed record LinkIncident(string Incident, string Reason) : IncidentCommand;

/// <summary>Take a link away.</summary>
/// <param name="Incident">The other's key.</param>
/// <param name="Reason">Why.</param>
public sealed record UnlinkIncident(string Incident, string Reason) : IncidentCommand;

/// <summary>Say that an offered candidate has nothing to do with it.</summary>
/// <param name="Incident">The candidate's key.</param>
/// <param name="Reason">Why not.</param>
public sealed record DismissCandidate(string Incident, string Reason) : IncidentCommand;

/// <summary>Say that this incident is an earlier one told again, and fold it into that.</summary>
/// <param name="Incident">The earlier one's key.</param>
/// <param name="Reason">How that is known.</param>
public sealed record FoldDuplicate(string Incident, string Reason) : IncidentCommand;
