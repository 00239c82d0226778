using Despatch.Domain.Incidents;

namespace Despatch.Domain.Callers;

/// <summary>Promise the caller of an incident something.</summary>
/// <param name="Kind">What.</param>
/// <param name="Due">By when (UTC), in the future.</param>
/// <param name="Words">What exactly.</param>
public sealed record PromiseUpdate(PromiseKind Kind, DateTimeOffset Due, string Words) : IncidentCommand;

/// <summary>Say that a promise of the incident was kept.</summary>
/// <param name="Id">Which.</param>
/// <param name="Words">What the caller was told.</param>
public sealed record KeepUpdate(string Id, string Words) : IncidentCommand;

/// <summary>Say that the caller was told what comes of it.</summary>
public sealed record TellCaller(string Words) : IncidentCommand;
