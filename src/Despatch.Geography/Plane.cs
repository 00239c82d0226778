using NetTopologySuite.Geometries;

namespace Despatch.Geography;

/// <summary>
/// A flat plane in metres around one latitude: x = R cos(lat0) lon, y = R lat. Over a city of 60 km the scale east to west is wrong
/// by less than 0.5 % at its northern and southern edges, which is less than what an anonymised point or a simplified outline is off by.
/// </summary>
internal sealed class Plane(double midLatitude)
{
    // The same mean radius as Point.MetresTo, so that both agree.
    private const double MetresPerDegree = 6_371_009 * Math.PI / 180;

    private readonly double _metresPerDegreeEast = MetresPerDegree * Math.Cos(double.DegreesToRadians(midLatitude));

    public Coordinate ToMetres(Domain.Point point) => new(point.Longitude * _metresPerDegreeEast, point.Latitude * MetresPerDegree);

    public Domain.Point ToPoint(Coordinate metres) => new(metres.X / _metresPerDegreeEast, metres.Y / MetresPerDegree);
}
