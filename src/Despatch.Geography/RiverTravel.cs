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

    /// <inheritdoc/>
    /// <remarks>A way by a crossing is never shorter than the straight line.</remarks>
    public TimeSpan AtLeast(double straightMetres, TravelProfile profile) => assumptions.AtLeast(straightMetres, profile);

    /// <summary>
    /// Which crossing is the shortest way is told on the plane, which a city nearly is; only its length on the globe. Thirty crossings
    /// for each unit on the other bank are most of the work of a recommendation.
    /// </summary>
    private static double MetresByCrossing(Point from, Point to, TravelProfile profile)
    {
        var eastByNorth = Math.Cos(double.DegreesToRadians((from.Latitude + to.Latitude) / 2));
        var shortest = double.PositiveInfinity;
        var middle = from;
        foreach (var crossing in Thames.Crossings)
        {
            if (!(profile == TravelProfile.Foot ? crossing.Foot : crossing.Vehicles))
            {
                continue;
            }

            var length = OnPlane(from, crossing.Middle, eastByNorth) + OnPlane(crossing.Middle, to, eastByNorth);
            if (length < shortest)
            {
                (shortest, middle) = (length, crossing.Middle);
            }
        }

        return from.MetresTo(middle) + middle.MetresTo(to);
    }

    private static double OnPlane(Point a, Point b, double eastByNorth)
    {
        var east = (a.Longitude - b.Longitude) * eastByNorth;
        var north = a.Latitude - b.Latitude;
        return Math.Sqrt((east * east) + (north * north));
    }
}
