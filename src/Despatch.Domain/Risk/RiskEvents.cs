using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Risk;

/// <summary>
/// A structured fact of an assessment, by the force's code: a threat to life, a risk on the railway. What it proposes goes with it, so that
/// the log says what the policy said then.
/// </summary>
/// <param name="Code">The force's code for it (pack, <c>risk.csv</c>).</param>
/// <param name="Proposes">The grade it proposes; null for none.</param>
public sealed record RiskFlag(string Code, Grade? Proposes);

/// <summary>An assessment said which structured facts hold. They replace those said before.</summary>
public sealed record RiskFlagged(ImmutableArray<RiskFlag> Flags) : DomainEvent;

/// <summary>A caller said more after the contact was passed on.</summary>
/// <param name="Contact">The contact's key.</param>
/// <param name="Words">What was said.</param>
public sealed record CallerSaid(string Contact, string Words) : DomainEvent;

/// <summary>A supervisor has seen that the grade is below what the risk proposes, and lets it stand.</summary>
public sealed record GradingReviewed(string Words) : DomainEvent;

/// <summary>Somebody checked what is known (<see cref="DomainEvent.By"/> and <see cref="DomainEvent.At"/> say who and when).</summary>
/// <param name="Kind">The force's code for what was searched.</param>
/// <param name="Subject">Whom or what it was about; null when it was about the incident as a whole.</param>
/// <param name="Result">What was found, in words.</param>
public sealed record CheckRecorded(string Kind, MarkerSubject? Subject, string Result) : DomainEvent;

/// <summary>Markers are known about somebody or something of the incident: new to it, or changed since it was told of them.</summary>
public sealed record MarkersFound(ImmutableArray<FoundMarker> Markers) : DomainEvent;

/// <summary>A crew has taken in what it was sent.</summary>
/// <param name="Callsign">Whose crew.</param>
/// <param name="Briefing">Up to which of the incident's facts, as <see cref="RiskState.Told"/> counts them.</param>
/// <param name="Words">How, if somebody wrote it down for them (by radio); else empty.</param>
public sealed record BriefingAcknowledged(string Callsign, int Briefing, string Words) : DomainEvent;
