using System.Collections.Frozen;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Risk;

/// <summary>
/// What a force calls the risks it knows, and what they propose: its own data. London's default: a threat to life, a rail risk and an address
/// under a special scheme propose I (issue 4; seeds, Learning the Lessons (004), cases on special schemes and railway tracks). Immutable.
/// </summary>
/// <param name="Flags">The structured facts of an assessment, by code.</param>
/// <param name="Markers">The kinds of marker, by code.</param>
/// <param name="Checks">The codes of intelligence checks.</param>
public sealed record RiskPolicy(
    FrozenDictionary<string, RiskFlag> Flags, FrozenDictionary<string, MarkerKind> Markers, FrozenSet<string> Checks);
