using System.Collections.Frozen;

namespace Despatch.Domain.Command;

/// <summary>What the centre does in an incident that is its own from the start.</summary>
public enum CentralPart
{
    /// <summary>It commands the force's response.</summary>
    Commands,
    /// <summary>It co-ordinates the force's response.</summary>
    Coordinates,
}

/// <summary>
/// Which incidents are commanded centrally from the start, by their opening code. Every other is owned and commanded by its borough. Seeds/001,
/// appendix 2, 'Incident Ownership', first exception: Operations Whittle and Kratos are co-ordinated, vehicle pursuits commanded. Immutable.
/// </summary>
/// <param name="FromStart">The centre's part by opening code.</param>
public sealed record CommandPolicy(FrozenDictionary<string, CentralPart> FromStart)
{
    /// <summary>Everything is the borough's.</summary>
    public static CommandPolicy None { get; } = new(FrozenDictionary<string, CentralPart>.Empty);
}
