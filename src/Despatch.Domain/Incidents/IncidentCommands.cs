using System.Collections.Immutable;
using Despatch.Domain.Linking;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Incidents;

/// <summary>What an incident can be asked to do.</summary>
public abstract record IncidentCommand;

/// <summary>Open it. The number in the grain's key is the incident's.</summary>
public sealed record OpenIncident(string OpeningCode, string Words, Place Place, string CallerNumber, Grade? Grade) : IncidentCommand
{
    /// <summary>Who is named in it.</summary>
    public ImmutableArray<NamedPerson> Persons { get; init; } = [];
}

/// <summary>Write on its log.</summary>
public sealed record AddEntry(string Words) : IncidentCommand;

/// <summary>Record a THRIVE assessment.</summary>
public sealed record Assess(Assessment Assessment) : IncidentCommand
{
    /// <summary>The structured facts that hold, each once; they replace those of the assessment before.</summary>
    public ImmutableArray<RiskFlag> Flags { get; init; } = [];
}

/// <summary>Give it a grade, or another one.</summary>
public sealed record GiveGrade(Grade Grade, string Reason) : IncidentCommand;

/// <summary>Say where it is.</summary>
public sealed record Locate(Place Place) : IncidentCommand;

/// <summary>Send a unit. A reason to divert permits taking it from another incident.</summary>
/// <param name="Callsign">Which unit.</param>
/// <param name="DivertReason">Why it is taken from where it is; empty: only a unit that is free.</param>
/// <param name="Authority">The word of a senior officer, where the unit's kind wants one.</param>
public sealed record AssignUnit(string Callsign, string DivertReason, Authority? Authority) : IncidentCommand;

/// <summary>Tell a unit that it is not needed.</summary>
/// <param name="Callsign">Which unit.</param>
/// <param name="Reason">Why.</param>
/// <param name="Authority">The chief inspector's word, which it takes while command is central.</param>
public sealed record StandDown(string Callsign, string Reason, Authority? Authority = null) : IncidentCommand;

/// <summary>Say what it turned out to be.</summary>
public sealed record GiveResult(string ResultCode, string Words) : IncidentCommand;

/// <summary>Close it.</summary>
/// <param name="Words">What there is to say; may be empty.</param>
/// <param name="Authority">The chief inspector's word, which it takes while command is central.</param>
public sealed record CloseIncident(string Words, Authority? Authority = null) : IncidentCommand
{
    /// <summary>What the caller was told of it; may be empty if they were told before, or somebody attended.</summary>
    public string OutcomeTold { get; init; } = "";
}

/// <summary>Open it again.</summary>
public sealed record Reopen(string Reason) : IncidentCommand;

/// <summary>Say that an escalation was read, and what is made of it.</summary>
public sealed record AcknowledgeEscalation(string Words) : IncidentCommand;

/// <summary>Record a time that the caller agreed to.</summary>
/// <param name="Time">When somebody will attend (UTC).</param>
/// <param name="Words">What was agreed.</param>
public sealed record AgreeAppointment(DateTimeOffset Time, string Words) : IncidentCommand;

/// <summary>Put it on the duty officer's list.</summary>
/// <param name="Words">Why.</param>
public sealed record TagForDutyOfficer(string Words) : IncidentCommand;

/// <summary>Take it off the duty officer's list.</summary>
/// <param name="Words">What was done about it.</param>
public sealed record Untag(string Words) : IncidentCommand;

/// <summary>Take it over at a change of shift, in one's own name.</summary>
/// <param name="Words">What there is to say of it; may be empty.</param>
public sealed record AcceptHandover(string Words) : IncidentCommand;
