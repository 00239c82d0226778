using Despatch.Domain.Units;
using Point = Despatch.Domain.Point;

namespace Despatch.Geography;

/// <summary>How a crew travels.</summary>
public enum TravelProfile
{
    /// <summary>A vehicle with lights and siren.</summary>
    BlueLight,

    /// <summary>A vehicle in ordinary traffic.</summary>
    Driving,

    /// <summary>On foot.</summary>
    Foot,
}

/// <summary>Which profile a unit travels by.</summary>
public static class TravelProfiles
{
    /// <summary>
    /// Foot for a foot patrol and a Safer Neighbourhoods team, which walk their ground; a vehicle for all others, with blue lights or without.
    /// </summary>
    public static TravelProfile Of(UnitKind kind, bool blueLights) => kind switch
    {
        UnitKind.FootPatrol or UnitKind.SaferNeighbourhoods => TravelProfile.Foot,
        _ => blueLights ? TravelProfile.BlueLight : TravelProfile.Driving,
    };
}

/// <summary>
/// How long a crew needs from one place to another. The better of the implementations that the loaded data allows is chosen at
/// start-up; the nearest unit is the one that arrives first. Implementations are safe for concurrent callers.
/// </summary>
public interface ITravelTime
{
    /// <summary>Which way of estimating this is, for people to read: <c>straight line</c>.</summary>
    string Method { get; }

    /// <summary>The time from a crew's wheels turning to its arrival; zero when both places are the same.</summary>
    /// <exception cref="ArgumentException">A point is not on Earth.</exception>
    TimeSpan Estimate(Point from, Point to, TravelProfile profile);

    /// <summary>
    /// A time that no estimate undercuts between any two places so far apart, so that a search from the nearest outwards knows where to end.
    /// The closer to the estimates the sooner it ends; zero is always right.
    /// </summary>
    /// <param name="straightMetres">How far apart (see <see cref="Point.MetresTo"/>), in metres.</param>
    /// <param name="profile">How the crew travels.</param>
    TimeSpan AtLeast(double straightMetres, TravelProfile profile);
}
