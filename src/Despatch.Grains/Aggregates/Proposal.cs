using System.Collections.Immutable;
using Despatch.Domain;

namespace Despatch.Grains.Aggregates;

/// <summary>
/// A decision with the versions it was taken on. Both are captured in one turn: between two awaits an interleaved call may have
/// moved the state on, and a decision on the old state must not be appended at the new version.
/// </summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Versions">The version of every stream looked at; a stream not named must not exist.</param>
/// <param name="Key">The key that the answer names.</param>
public sealed record Proposal(Decision Decision, ImmutableDictionary<string, long> Versions, string Key);
