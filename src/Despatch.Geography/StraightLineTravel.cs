using Despatch.Domain;

namespace Despatch.Geography;

/// <summary>
/// What is assumed of travel where no road network is loaded.
/// </summary>
/// <param name="DetourFactor">
/// Road metres for each metre as the crow flies. 1.4: the mean for England in Ballou, Rahardja and Sakai, 'Selected country circuity
/// factors for road travel distance estimation', Transportation Research A 36 (2002).
/// </param>
/// <param name="BlueLightKmh">40 km/h (25 mph) from door to door: an assumption, no figure is published; calibrate it from the log.</param>
/// <param name="DrivingKmh">25 km/h (16 mph): an assumption, of the order of the all-London averages by day that Transport for London reports.</param>
/// <param name="FootKmh">5 km/h (3.1 mph): a brisk walk; the usual assumption in planning.</param>
public sealed record TravelAssumptions(double DetourFactor = 1.4, double BlueLightKmh = 40, double DrivingKmh = 25, double FootKmh = 5)
{
    /// <summary>The figures above.</summary>
    public static TravelAssumptions Default { get; } = new();

    /// <summary>The speed of a profile, in kilometres an hour.</summary>
    public double SpeedKmh(TravelProfile profile) => profile switch
    {
        TravelProfile.BlueLight => BlueLightKmh,
        TravelProfile.Driving => DrivingKmh,
        TravelProfile.Foot => FootKmh,
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "No such travel profile."),
    };

    /// <summary>The time for so many metres as the crow flies.</summary>
    public TimeSpan TimeFor(double straightMetres, TravelProfile profile) =>
        TimeSpan.FromHours(straightMetres * DetourFactor / 1000 / SpeedKmh(profile));

    /// <summary>The time for so many metres as the crow flies or for any way round; a metre less, because a way round is added up and rounded.</summary>
    internal TimeSpan AtLeast(double straightMetres, TravelProfile profile) => TimeFor(Math.Max(0, straightMetres - 1), profile);
}

/// <summary>
/// The first level: the distance as the crow flies, times a detour factor, at the profile's speed. It does not know of the river.
/// Immutable, so safe for concurrent callers.
/// </summary>
public sealed class StraightLineTravel(TravelAssumptions assumptions) : ITravelTime
{
    /// <summary>With <see cref="TravelAssumptions.Default"/>.</summary>
    public StraightLineTravel()
        : this(TravelAssumptions.Default)
    {
    }

    /// <inheritdoc/>
    public string Method => "straight line";

    /// <inheritdoc/>
    public TimeSpan Estimate(Point from, Point to, TravelProfile profile)
    {
        Guard.OnEarth(from, nameof(from));
        Guard.OnEarth(to, nameof(to));
        return assumptions.TimeFor(from.MetresTo(to), profile);
    }

    /// <inheritdoc/>
    public TimeSpan AtLeast(double straightMetres, TravelProfile profile) => assumptions.AtLeast(straightMetres, profile);
}

/// <summary>What every estimate asks of its input.</summary>
internal static class Guard
{
    public static void OnEarth(Point point, string name)
    {
        if (!point.IsOnEarth())
        {
            throw new ArgumentException($"Not a place on Earth: longitude {point.Longitude}, latitude {point.Latitude}.", name);
        }
    }
}
