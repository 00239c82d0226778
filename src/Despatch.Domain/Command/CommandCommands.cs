using Despatch.Domain.Incidents;

namespace Despatch.Domain.Command;

/// <summary>Take command of it, as the chief inspector who asks.</summary>
/// <param name="Ground">On what ground.</param>
/// <param name="Rationale">Why, in words.</param>
public sealed record TakeCommand(CommandGround Ground, string Rationale) : IncidentCommand;

/// <summary>Record that the borough's senior team was told.</summary>
/// <param name="Name">Who of it was reached.</param>
/// <param name="Words">What was said.</param>
public sealed record TellSeniorTeam(string Name, string Words) : IncidentCommand;

/// <summary>Write a decision into the decision log.</summary>
public sealed record RecordDecision(string Decision, string Rationale) : IncidentCommand;

/// <summary>Record that the borough's senior team accepts command.</summary>
/// <param name="AcceptedBy">Who of it.</param>
/// <param name="Words">With what words.</param>
public sealed record HandBackCommand(string AcceptedBy, string Words) : IncidentCommand;

/// <summary>Declare it critical or major.</summary>
/// <param name="Level">Which.</param>
/// <param name="Words">Why.</param>
/// <param name="Methane">The report in seven parts, which a major incident must have.</param>
public sealed record DeclareIncident(DeclarationLevel Level, string Words, Methane? Methane) : IncidentCommand;

/// <summary>Record a further report in seven parts.</summary>
public sealed record ReportMethane(Methane? Methane) : IncidentCommand;

/// <summary>Record that the duty officer was told of the declaration.</summary>
/// <param name="Name">Which duty officer.</param>
/// <param name="Words">What was said.</param>
public sealed record InformDutyOfficer(string Name, string Words) : IncidentCommand;

/// <summary>Say that it is critical or major no longer.</summary>
public sealed record EndDeclaration(string Words) : IncidentCommand;
