using Despatch.Domain.Incidents;

namespace Despatch.Domain.MissingPersons;

/// <summary>Record that one force asks another.</summary>
/// <param name="Direction">Who asks whom.</param>
/// <param name="Kind">For what.</param>
/// <param name="Force">The code of the other force, one of the pack's.</param>
/// <param name="Notice">In what form it was sent.</param>
/// <param name="Words">The evidence, the risk, what is asked.</param>
public sealed record RequestForce(ForceDirection Direction, ForceRequestKind Kind, string Force, ForceNotice Notice, string Words) : IncidentCommand;

/// <summary>Record the telephone call in which it was acknowledged.</summary>
/// <param name="Request">Which.</param>
/// <param name="Name">Whom one spoke to.</param>
/// <param name="Words">What was said of the risk and the urgency.</param>
public sealed record AcknowledgeForceRequest(string Request, string Name, string Words) : IncidentCommand;

/// <summary>Put a disagreement to commanders.</summary>
/// <param name="Request">Which.</param>
/// <param name="To">Inspectors (<see cref="Role.DutyOfficer"/>) or chief inspectors.</param>
/// <param name="Ours">Who in this force, by name.</param>
/// <param name="Theirs">Who in the other.</param>
/// <param name="Words">What they disagree about.</param>
public sealed record EscalateForceRequest(string Request, Role To, string Ours, string Theirs, string Words) : IncidentCommand;

/// <summary>Decide a request to this force, or record what the other force decided.</summary>
/// <param name="Request">Which.</param>
/// <param name="Accepted">Whether it is agreed to.</param>
/// <param name="DecidedBy">Who decided in the other force; empty for a request to this one, which whoever asks decides.</param>
/// <param name="Rank">Their rank; null likewise.</param>
/// <param name="Rationale">Why.</param>
public sealed record DecideForceRequest(string Request, bool Accepted, string DecidedBy, Role? Rank, string Rationale) : IncidentCommand;

/// <summary>Record that a request is no longer needed.</summary>
public sealed record WithdrawForceRequest(string Request, string Reason) : IncidentCommand;
