using Despatch.Domain;
using Despatch.Domain.Units;

namespace Despatch.Exercise;

/// <summary>How units move: straight at their target, at a speed of their kind.</summary>
public static class Movement
{
    /// <summary>
    /// Kilometres an hour in a straight line. Blue-light cars make 40 km/h along streets a good third longer than the straight line
    /// (assumptions, as in the recommendation's travel time), people on foot 5.
    /// </summary>
    public static double SpeedKmh(UnitKind kind) => kind switch
    {
        UnitKind.FootPatrol or UnitKind.SaferNeighbourhoods => 5 / 1.4,
        UnitKind.Special or UnitKind.ResponseVan or UnitKind.Tsg => 32 / 1.4,
        _ => 40 / 1.4,
    };

    /// <summary>Where a unit is after so many metres on the straight line to its target; the target itself once it gets there.</summary>
    public static Point Toward(Point from, Point to, double metres)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(metres);
        var distance = from.MetresTo(to);
        if (distance <= metres || distance == 0)
        {
            return to;
        }

        var share = metres / distance;
        return new Point(
            from.Longitude + ((to.Longitude - from.Longitude) * share),
            from.Latitude + ((to.Latitude - from.Latitude) * share));
    }

    /// <summary>Where a unit is after travelling for a time.</summary>
    public static Point Toward(Point from, Point to, UnitKind kind, TimeSpan time) =>
        Toward(from, to, SpeedKmh(kind) / 3.6 * time.TotalSeconds);
}
