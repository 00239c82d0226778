namespace Despatch.Domain;

/// <summary>A place on Earth: WGS84 degrees, longitude first. London lies near (-0.1, 51.5).</summary>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
/// <param name="Latitude">Degrees north, -90 to 90.</param>
public readonly record struct Point(double Longitude, double Latitude)
{
    /// <summary>Whether both numbers are finite and in range.</summary>
    public bool IsOnEarth() =>
        double.IsFinite(Longitude) && double.IsFinite(Latitude) && Math.Abs(Longitude) <= 180 && Math.Abs(Latitude) <= 90;

    /// <summary>Great-circle distance in metres (mean Earth radius 6,371,009 m), good to 0.5 % at a city's scale.</summary>
    public double MetresTo(Point other)
    {
        const double EarthRadiusMetres = 6_371_009;
        var lat1 = double.DegreesToRadians(Latitude);
        var lat2 = double.DegreesToRadians(other.Latitude);
        var dLat = lat2 - lat1;
        var dLon = double.DegreesToRadians(other.Longitude - Longitude);
        var (north, east) = (Math.Sin(dLat / 2), Math.Sin(dLon / 2));
        var a = (north * north) + (Math.Cos(lat1) * Math.Cos(lat2) * east * east);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
