using Despatch.Domain.Procedures;

namespace Despatch.Domain.Incidents;

/// <summary>Call the incident something else.</summary>
/// <param name="OpeningCode">The opening code from now on.</param>
/// <param name="Words">Why.</param>
public sealed record ChangeCode(string OpeningCode, string Words) : IncidentCommand;

/// <summary>Ask something on the log.</summary>
/// <param name="To">Who must answer; their seniors may too.</param>
/// <param name="Words">The question.</param>
public sealed record AskQuestion(Role To, string Words) : IncidentCommand;

/// <summary>Answer a question.</summary>
/// <param name="Question">Its id within the incident.</param>
/// <param name="Words">The answer.</param>
public sealed record AnswerQuestion(string Question, string Words) : IncidentCommand;

/// <summary>Take a question back.</summary>
/// <param name="Question">Its id.</param>
/// <param name="Reason">Why nobody needs the answer any more.</param>
public sealed record WithdrawQuestion(string Question, string Reason) : IncidentCommand;

/// <summary>Have an agency called that the procedure does not name.</summary>
/// <param name="Agency">The agency's key.</param>
/// <param name="Words">What it is to be asked.</param>
public sealed record RequestAgency(string Agency, string Words) : IncidentCommand;

/// <summary>Say that the agency was spoken to, or tried.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Told">What it was told; may be empty when it rang by itself, and never the first time.</param>
/// <param name="Said">What it said; may be empty when nobody answered.</param>
/// <param name="Reply">What that amounts to.</param>
public sealed record CallAgency(string Request, string Told, string Said, AgencyReply Reply) : IncidentCommand;

/// <summary>Take a request back.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Reason">Why the agency is not needed.</param>
public sealed record WithdrawAgencyRequest(string Request, string Reason) : IncidentCommand;

/// <summary>Put on record what the procedure wants before the incident closes.</summary>
/// <param name="Outcome">The outcome's id.</param>
/// <param name="Words">What was done.</param>
/// <param name="DoneBy">Who did it.</param>
public sealed record RecordOutcome(string Outcome, string Words, string DoneBy) : IncidentCommand;

/// <summary>Say that a caller of the incident is still on the line.</summary>
/// <param name="Contact">The contact's key.</param>
public sealed record KeepCall(string Contact) : IncidentCommand;

/// <summary>Say that a call is over.</summary>
/// <param name="Contact">The contact's key.</param>
public sealed record EndCall(string Contact) : IncidentCommand;

/// <summary>Say that the incident is of a supervised type that its code does not tell.</summary>
/// <param name="Type">The type's key.</param>
/// <param name="Words">Why.</param>
public sealed record MarkSupervised(string Type, string Words) : IncidentCommand;
