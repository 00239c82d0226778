namespace Despatch.Domain.Markers;

/// <summary>What a marker can be asked to do.</summary>
public abstract record MarkerCommand;

/// <summary>Put it on record.</summary>
/// <param name="Kind">What kind of risk, by the force's policy.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Words">The risk in words.</param>
/// <param name="Source">Who says so.</param>
/// <param name="From">From when (UTC); null: from now.</param>
/// <param name="Until">Until when (UTC); null: for as long as nobody withdraws it.</param>
/// <param name="Pod">The pod that sees to it.</param>
public sealed record AddMarker(
    MarkerKind Kind, MarkerSubject Subject, string Words, string Source, DateTimeOffset? From, DateTimeOffset? Until, string Pod) : MarkerCommand;

/// <summary>Let it go on for longer.</summary>
public sealed record ExtendMarker(DateTimeOffset Until, string Reason) : MarkerCommand;

/// <summary>Say that it no longer holds.</summary>
public sealed record WithdrawMarker(string Reason) : MarkerCommand;

/// <summary>Record that the person was contacted.</summary>
/// <param name="Words">What was said.</param>
public sealed record ContactSubject(string Words) : MarkerCommand;
