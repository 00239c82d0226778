namespace Despatch.Domain.Command;

/// <summary>By service policy the incident is the centre's from now on.</summary>
/// <param name="Code">The opening code that makes it so.</param>
/// <param name="Part">What the centre does in it.</param>
public sealed record CentralCommandBegan(string Code, CentralPart Part) : DomainEvent;

/// <summary>A chief inspector (<see cref="DomainEvent.By"/>) took command, or took it over from another. First entry of their decision log.</summary>
/// <param name="Ground">On what ground.</param>
/// <param name="Rationale">Why, in words.</param>
public sealed record CommandTaken(CommandGround Ground, string Rationale) : DomainEvent;

/// <summary>The borough's senior team was told that command was taken.</summary>
/// <param name="Name">Who of it was reached.</param>
/// <param name="Words">What was said.</param>
public sealed record SeniorTeamTold(string Name, string Words) : DomainEvent;

/// <summary>A commander decided something.</summary>
public sealed record DecisionRecorded(string Decision, string Rationale) : DomainEvent;

/// <summary>The borough's senior team accepted command.</summary>
/// <param name="AcceptedBy">Who of it.</param>
/// <param name="Words">With what words.</param>
public sealed record CommandAccepted(string AcceptedBy, string Words) : DomainEvent;

/// <summary>The incident was declared critical or major.</summary>
/// <param name="Level">Which.</param>
/// <param name="Words">Why.</param>
/// <param name="Methane">The report in seven parts; of a major incident always there.</param>
public sealed record IncidentDeclared(DeclarationLevel Level, string Words, Methane? Methane) : DomainEvent;

/// <summary>A further report in seven parts.</summary>
public sealed record MethaneReported(Methane Methane) : DomainEvent;

/// <summary>The duty officer was told of a declaration.</summary>
/// <param name="Name">Which duty officer.</param>
/// <param name="Words">What was said.</param>
public sealed record DutyOfficerInformed(string Name, string Words) : DomainEvent;

/// <summary>It is critical or major no longer.</summary>
public sealed record DeclarationEnded(string Words) : DomainEvent;
