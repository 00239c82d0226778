using Despatch.Domain;

namespace Despatch.Geography;

/// <summary>
/// The second level: as <see cref="StraightLineTravel"/>, but a way to the other bank of the <see cref="Thames"/> goes by whichever
/// crossing, open to that profile, makes it shortest. A leg that cuts across a bend of the river and back stays straight.
/// Immutable, so safe for concurrent callers.
/// </summary>
public sealed class RiverTravel(TravelAssumptions assumptions) : ITravelTime
{
    /// <summary>With <see cref="TravelAssumptions.Default"/>.</summary>
    public RiverTravel()
        : this(TravelAssumptions.Default)
    {
    }

    /// <inheritdoc/>
    public string Method => "straight line by the crossings of the Thames";

    /// <inheritdoc/>
    public TimeSpan Estimate(Point from, Point to, TravelProfile profile)
    {
        Guard.OnEarth(from, nameof(from));
        Guard.OnEarth(to, nameof(to));
        var metres = Thames.Parts(from, to) ? MetresByCrossing(from, to, profile) : from.MetresTo(to);
        return assumptions.TimeFor(metres, profile);
    }

    private static double MetresByCrossing(Point from, Point to, TravelProfile profile)
    {
        var shortest = double.PositiveInfinity;
        foreach (var crossing in Thames.Crossings)
        {
            if (profile == TravelProfile.Foot ? crossing.Foot : crossing.Vehicles)
            {
                shortest = Math.Min(shortest, from.MetresTo(crossing.Middle) + crossing.Middle.MetresTo(to));
            }
        }

        return shortest;
    }
}
