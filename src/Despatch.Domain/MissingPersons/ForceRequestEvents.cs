namespace Despatch.Domain.MissingPersons;

/// <summary>One force asked another for enquiries or for a transfer of ownership.</summary>
/// <param name="Request">The request's name within the incident.</param>
/// <param name="Direction">Who asks whom.</param>
/// <param name="Kind">For what.</param>
/// <param name="Force">The code of the other force.</param>
/// <param name="Notice">In what form it was sent.</param>
/// <param name="Words">The evidence, the risk, what is asked.</param>
public sealed record ForceRequested(
    string Request, ForceDirection Direction, ForceRequestKind Kind, string Force, ForceNotice Notice, string Words) : DomainEvent;

/// <summary>The force asked said by telephone that it has the request.</summary>
/// <param name="Request">Which.</param>
/// <param name="Name">Who said so there; of a request to this force, who was told.</param>
/// <param name="Words">What was said of the risk and the urgency.</param>
public sealed record ForceRequestAcknowledged(string Request, string Name, string Words) : DomainEvent;

/// <summary>The forces disagreed, and it was put to commanders.</summary>
/// <param name="Request">Which.</param>
/// <param name="To">Their rank: <see cref="Role.DutyOfficer"/> for inspectors, <see cref="Role.ChiefInspector"/> for chief inspectors.</param>
/// <param name="Ours">Who in this force, by name.</param>
/// <param name="Theirs">Who in the other.</param>
/// <param name="Words">What they disagree about.</param>
public sealed record ForceRequestEscalated(string Request, Role To, string Ours, string Theirs, string Words) : DomainEvent;

/// <summary>It was decided.</summary>
/// <param name="Request">Which.</param>
/// <param name="Accepted">Whether it was agreed to.</param>
/// <param name="DecidedBy">By whom, by name.</param>
/// <param name="Rank">In what rank or role.</param>
/// <param name="Rationale">Why; required of a refusal, which goes back on the national transfer form.</param>
public sealed record ForceRequestDecided(string Request, bool Accepted, string DecidedBy, Role Rank, string Rationale) : DomainEvent;

/// <summary>It is no longer needed: the person was found, say.</summary>
public sealed record ForceRequestWithdrawn(string Request, string Reason) : DomainEvent;
