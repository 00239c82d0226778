using System.Collections.Immutable;
using Despatch.Domain;

namespace Despatch.Geography;

/// <summary>A bridge, tunnel or lock by which the Thames is crossed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Middle">Where it crosses the middle of the river, good to about 150 m.</param>
/// <param name="Vehicles">Whether a car may use it.</param>
/// <param name="Foot">Whether somebody on foot may.</param>
public sealed record Crossing(string Name, Point Middle, bool Vehicles, bool Foot);

/// <summary>
/// The Thames from Staines to Dartford: its middle and its crossings. Immutable, so safe for concurrent callers.
/// </summary>
/// <remarks>
/// From Teddington to Dartford Creek the middle is the path of greatest clearance through the gap that the borough outlines leave for
/// the river, simplified to 30 m; above and below it is drawn by hand. Crossings are public knowledge: Hammersmith Bridge has been
/// closed to motor vehicles since 2019, the Silvertown Tunnel opened in 2025. The Woolwich Ferry is left out: waiting for it is no
/// way to reach an emergency. Foot tunnels and lock bridges serve those on foot only.
/// </remarks>
public static class Thames
{
    /// <summary>The middle of the river from west to east.</summary>
    public static ImmutableArray<Point> Middle { get; } = Line(
        -0.5160, 51.4320, -0.4850, 51.4050, -0.4550, 51.3870, -0.4180, 51.3910, -0.4050, 51.4030, -0.3720, 51.4110, -0.3520, 51.4055,
        -0.3425, 51.4036, -0.3310, 51.3940, -0.3110, 51.3950, -0.3095, 51.4112, -0.3090, 51.4165, -0.3140, 51.4225, -0.3215, 51.4305,
        -0.3276, 51.4438, -0.3229, 51.4456, -0.3155, 51.4465, -0.3090, 51.4481, -0.3042, 51.4513, -0.3038, 51.4537, -0.3051, 51.4559,
        -0.3120, 51.4594, -0.3198, 51.4643, -0.3203, 51.4651, -0.3198, 51.4702, -0.3168, 51.4718, -0.3086, 51.4748, -0.3029, 51.4791,
        -0.2990, 51.4834, -0.2925, 51.4867, -0.2873, 51.4867, -0.2830, 51.4859, -0.2760, 51.4813, -0.2726, 51.4756, -0.2704, 51.4737,
        -0.2674, 51.4721, -0.2617, 51.4710, -0.2591, 51.4710, -0.2561, 51.4718, -0.2531, 51.4737, -0.2509, 51.4764, -0.2500, 51.4826,
        -0.2479, 51.4856, -0.2444, 51.4877, -0.2414, 51.4888, -0.2318, 51.4888, -0.2292, 51.4875, -0.2271, 51.4853, -0.2258, 51.4826,
        -0.2240, 51.4745, -0.2223, 51.4724, -0.2197, 51.4705, -0.2136, 51.4672, -0.2036, 51.4645, -0.2006, 51.4640, -0.1932, 51.4640,
        -0.1867, 51.4653, -0.1837, 51.4672, -0.1802, 51.4710, -0.1772, 51.4780, -0.1720, 51.4810, -0.1677, 51.4821, -0.1508, 51.4845,
        -0.1369, 51.4840, -0.1317, 51.4850, -0.1273, 51.4877, -0.1239, 51.4915, -0.1213, 51.5042, -0.1204, 51.5058, -0.1161, 51.5085,
        -0.1104, 51.5096, -0.0953, 51.5093, -0.0814, 51.5072, -0.0649, 51.5023, -0.0567, 51.5023, -0.0523, 51.5037, -0.0454, 51.5080,
        -0.0350, 51.5077, -0.0307, 51.5047, -0.0307, 51.4934, -0.0272, 51.4910, -0.0272, 51.4899, -0.0207, 51.4859, -0.0185, 51.4853,
        -0.0077, 51.4853, -0.0016, 51.4891, -0.0016, 51.4945, -0.0025, 51.4953, -0.0029, 51.5034, -0.0008, 51.5047, 0.0079, 51.5050,
        0.0170, 51.4993, 0.0257, 51.4975, 0.0712, 51.4975, 0.0916, 51.5101, 0.1076, 51.5107, 0.1198, 51.5126, 0.1232, 51.5139,
        0.1436, 51.5139, 0.1514, 51.5115, 0.1558, 51.5112, 0.1696, 51.5026, 0.1740, 51.4969, 0.1740, 51.4953, 0.1878, 51.4867,
        0.2082, 51.4867, 0.2151, 51.4823, 0.2151, 51.4759, 0.2585, 51.4645, 0.3600, 51.4500);

    /// <summary>The crossings from west to east.</summary>
    public static ImmutableArray<Crossing> Crossings { get; } =
    [
        new("Hampton Court Bridge", new(-0.3425, 51.4036), Vehicles: true, Foot: true),
        new("Kingston Bridge", new(-0.3095, 51.4112), Vehicles: true, Foot: true),
        new("Teddington Lock", new(-0.3215, 51.4305), Vehicles: false, Foot: true),
        new("Richmond Bridge", new(-0.3074, 51.4573), Vehicles: true, Foot: true),
        new("Twickenham Bridge", new(-0.3127, 51.4600), Vehicles: true, Foot: true),
        new("Kew Bridge", new(-0.2872, 51.4866), Vehicles: true, Foot: true),
        new("Chiswick Bridge", new(-0.2697, 51.4730), Vehicles: true, Foot: true),
        new("Barnes Bridge", new(-0.2540, 51.4731), Vehicles: false, Foot: true),
        new("Hammersmith Bridge", new(-0.2303, 51.4882), Vehicles: false, Foot: true),
        new("Putney Bridge", new(-0.2131, 51.4670), Vehicles: true, Foot: true),
        new("Wandsworth Bridge", new(-0.1880, 51.4650), Vehicles: true, Foot: true),
        new("Battersea Bridge", new(-0.1726, 51.4810), Vehicles: true, Foot: true),
        new("Albert Bridge", new(-0.1668, 51.4823), Vehicles: true, Foot: true),
        new("Chelsea Bridge", new(-0.1499, 51.4847), Vehicles: true, Foot: true),
        new("Vauxhall Bridge", new(-0.1268, 51.4875), Vehicles: true, Foot: true),
        new("Lambeth Bridge", new(-0.1235, 51.4945), Vehicles: true, Foot: true),
        new("Westminster Bridge", new(-0.1219, 51.5009), Vehicles: true, Foot: true),
        new("Golden Jubilee Bridges", new(-0.1199, 51.5061), Vehicles: false, Foot: true),
        new("Waterloo Bridge", new(-0.1169, 51.5086), Vehicles: true, Foot: true),
        new("Blackfriars Bridge", new(-0.1046, 51.5097), Vehicles: true, Foot: true),
        new("Millennium Bridge", new(-0.0985, 51.5095), Vehicles: false, Foot: true),
        new("Southwark Bridge", new(-0.0943, 51.5090), Vehicles: true, Foot: true),
        new("London Bridge", new(-0.0877, 51.5080), Vehicles: true, Foot: true),
        new("Tower Bridge", new(-0.0754, 51.5055), Vehicles: true, Foot: true),
        new("Rotherhithe Tunnel", new(-0.0475, 51.5065), Vehicles: true, Foot: false),
        new("Greenwich foot tunnel", new(-0.0096, 51.4853), Vehicles: false, Foot: true),
        new("Blackwall Tunnel", new(0.0030, 51.5048), Vehicles: true, Foot: false),
        new("Silvertown Tunnel", new(0.0125, 51.5022), Vehicles: true, Foot: false),
        new("Woolwich foot tunnel", new(0.0625, 51.4975), Vehicles: false, Foot: true),
        new("Dartford Crossing", new(0.2585, 51.4645), Vehicles: true, Foot: false),
    ];

    /// <summary>Whether two places lie on different banks: the straight line between them crosses the middle an odd number of times.</summary>
    public static bool Parts(Point from, Point to)
    {
        var odd = false;
        for (var i = 1; i < Middle.Length; i++)
        {
            odd ^= Cross(from, to, Middle[i - 1], Middle[i]);
        }

        return odd;
    }

    private static bool Cross(Point a, Point b, Point c, Point d) =>
        IsLeft(a, b, c) != IsLeft(a, b, d) && IsLeft(c, d, a) != IsLeft(c, d, b);

    // Degrees will do: which side of a line a point lies on does not change when an axis is stretched.
    private static bool IsLeft(Point from, Point to, Point at) =>
        ((to.Longitude - from.Longitude) * (at.Latitude - from.Latitude)) - ((to.Latitude - from.Latitude) * (at.Longitude - from.Longitude)) > 0;

    private static ImmutableArray<Point> Line(params double[] degrees) =>
        [.. degrees.Chunk(2).Select(pair => new Point(pair[0], pair[1]))];
}
