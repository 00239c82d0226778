namespace Despatch.Domain.Escalation;

/// <summary>Tell whoever is due to be told. Only the system asks for it; no client can.</summary>
/// <param name="Tried">What was tried so far, in words, for whoever is told: who was looked for, and why nobody was sent.</param>
public sealed record RaiseEscalation(string Tried);
