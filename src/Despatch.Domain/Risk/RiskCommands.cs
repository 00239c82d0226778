using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Risk;

/// <summary>Say as a supervisor that a grade below the proposal was seen.</summary>
/// <param name="Words">What is made of it.</param>
public sealed record ReviewGrading(string Words) : IncidentCommand;

/// <summary>Record an intelligence check.</summary>
/// <param name="Kind">The force's code for what was searched.</param>
/// <param name="Subject">Whom or what it was about; null: the incident as a whole. Markers known about it come to the incident with it.</param>
/// <param name="Result">What was found, in words; that nothing was found is a result.</param>
public sealed record RecordCheck(string Kind, MarkerSubject? Subject, string Result) : IncidentCommand;

/// <summary>Say that a crew has taken in what it was sent.</summary>
/// <param name="Callsign">Whose crew.</param>
/// <param name="Briefing">Up to which fact, as <see cref="RiskState.Told"/> counts them.</param>
/// <param name="Words">How, if it came by radio; else empty.</param>
public sealed record AcknowledgeBriefing(string Callsign, int Briefing, string Words) : IncidentCommand;
