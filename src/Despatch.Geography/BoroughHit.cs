namespace Despatch.Geography;

/// <summary>Which borough a point belongs to.</summary>
/// <param name="Borough">The borough's name, as the map has it.</param>
/// <param name="Nearest">True when the point lies in no borough (the river, just over the boundary) and this is the nearest one.</param>
/// <param name="MetresAway">How far outside the borough the point lies; 0 when it is inside or on its edge.</param>
public sealed record BoroughHit(string Borough, bool Nearest, double MetresAway);

/// <summary>The smallest box that holds a map: WGS84 degrees.</summary>
/// <param name="MinLongitude">Its western edge.</param>
/// <param name="MinLatitude">Its southern edge.</param>
/// <param name="MaxLongitude">Its eastern edge.</param>
/// <param name="MaxLatitude">Its northern edge.</param>
public readonly record struct MapBounds(double MinLongitude, double MinLatitude, double MaxLongitude, double MaxLatitude)
{
    /// <summary>Whether the box holds a point, its edge included.</summary>
    public bool Contains(Domain.Point point) =>
        point.Longitude >= MinLongitude && point.Longitude <= MaxLongitude
        && point.Latitude >= MinLatitude && point.Latitude <= MaxLatitude;
}

/// <summary>A map that cannot be read; the message says what is wrong and with which feature.</summary>
public sealed class MapFormatException : FormatException
{
    /// <summary>With no words; prefer the others.</summary>
    public MapFormatException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public MapFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what caused it.</summary>
    public MapFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
