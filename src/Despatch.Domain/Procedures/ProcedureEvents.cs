using Despatch.Domain.Procedures;

namespace Despatch.Domain.Incidents;

/// <summary>A code's procedure was opened with the incident, or with another code later. What was answered before stays answered.</summary>
/// <param name="Procedure">The procedure as it was then.</param>
/// <param name="Instead">Whether it takes the place of what the former one still asks; else that stays to be done beside it.</param>
public sealed record ProcedureOpened(Procedure Procedure, bool Instead) : DomainEvent;

/// <summary>The incident is called something else now.</summary>
/// <param name="OpeningCode">The opening code from now on.</param>
/// <param name="Was">The opening code until now.</param>
/// <param name="Words">Why.</param>
public sealed record IncidentRecoded(string OpeningCode, string Was, string Words) : DomainEvent;

/// <summary>Somebody asked something on the log.</summary>
/// <param name="Question">Its id within the incident.</param>
/// <param name="To">Who must answer.</param>
/// <param name="Words">The question.</param>
public sealed record QuestionAsked(string Question, Role To, string Words) : DomainEvent;

/// <summary>A question was answered.</summary>
/// <param name="Question">Its id.</param>
/// <param name="Words">The answer.</param>
public sealed record QuestionAnswered(string Question, string Words) : DomainEvent;

/// <summary>A question is not asked any more.</summary>
/// <param name="Question">Its id.</param>
/// <param name="Reason">Why.</param>
public sealed record QuestionWithdrawn(string Question, string Reason) : DomainEvent;

/// <summary>An agency is to be called.</summary>
/// <param name="Request">The request's id within the incident.</param>
/// <param name="Agency">The agency's key.</param>
/// <param name="Words">What it is to be asked.</param>
public sealed record AgencyRequested(string Request, string Agency, string Words) : DomainEvent;

/// <summary>The agency was spoken to, or tried. Every call after the first is a chase.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Told">What the agency was told; empty when it rang by itself.</param>
/// <param name="Said">What it said.</param>
/// <param name="Reply">What that amounts to.</param>
public sealed record AgencyCalled(string Request, string Told, string Said, AgencyReply Reply) : DomainEvent;

/// <summary>The agency is not needed any more.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Reason">Why.</param>
public sealed record AgencyRequestWithdrawn(string Request, string Reason) : DomainEvent;

/// <summary>What the procedure wants on record before the incident closes is on record.</summary>
/// <param name="Outcome">The outcome's id.</param>
/// <param name="Words">What was done.</param>
/// <param name="DoneBy">Who did it: a callsign, an officer, another service.</param>
public sealed record OutcomeRecorded(string Outcome, string Words, string DoneBy) : DomainEvent;

/// <summary>The caller is still on the line.</summary>
/// <param name="Contact">The contact's key.</param>
public sealed record CallKept(string Contact) : DomainEvent;

/// <summary>The call is over.</summary>
/// <param name="Contact">The contact's key.</param>
public sealed record CallEnded(string Contact) : DomainEvent;

/// <summary>Somebody said that the incident is of a supervised type.</summary>
/// <param name="Type">The type's key.</param>
/// <param name="Words">Why.</param>
public sealed record MarkedSupervised(string Type, string Words) : DomainEvent;
