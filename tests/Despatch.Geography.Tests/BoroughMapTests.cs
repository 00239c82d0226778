using Despatch.Domain;

namespace Despatch.Geography.Tests;

public sealed class BoroughMapTests
{
    // Two squares of about 1.1 km by 0.7 km with a river of 0.01 degrees (690 m) between them; the western one has a hole (a lake).
    private const string TwoBanks =
        """
        {"type":"FeatureCollection","features":[
          {"type":"Feature","properties":{"name":"West"},"geometry":{"type":"Polygon","coordinates":[
            [[0.00,51.50],[0.01,51.50],[0.01,51.51],[0.00,51.51],[0.00,51.50]],
            [[0.004,51.504],[0.004,51.506],[0.006,51.506],[0.006,51.504],[0.004,51.504]]]}},
          {"type":"Feature","id":"East","geometry":{"type":"MultiPolygon","coordinates":[
            [[[0.02,51.50],[0.03,51.50],[0.03,51.51],[0.02,51.51],[0.02,51.50]]],
            [[[0.03,51.50],[0.04,51.50],[0.04,51.505],[0.03,51.50]]]]}}
        ]}
        """;

    private static readonly BoroughMap Map = BoroughMap.FromGeoJson(TwoBanks);

    [Fact]
    public void A_point_inside_a_borough_is_in_it_and_no_metres_away() =>
        Assert.Equal(new BoroughHit("West", Nearest: false, 0), Map.Locate(new Point(0.002, 51.502)));

    [Fact]
    public void A_point_on_the_edge_is_inside() =>
        Assert.Equal(new BoroughHit("East", Nearest: false, 0), Map.Locate(new Point(0.02, 51.503)));

    [Fact]
    public void A_name_may_stand_in_the_properties_or_be_the_id() => Assert.Equal(["West", "East"], Map.Boroughs);

    [Theory]
    [InlineData(0.013, "West", 0.003)]
    [InlineData(0.017, "East", 0.003)]
    public void A_point_in_the_river_gets_the_nearer_bank_and_the_metres_to_it(double longitude, string bank, double degreesAway)
    {
        var point = new Point(longitude, 51.505);
        var hit = Map.Locate(point);
        Assert.NotNull(hit);
        Assert.Equal(bank, hit.Borough);
        Assert.True(hit.Nearest);
        var away = point.MetresTo(point with { Longitude = longitude + degreesAway });
        Assert.InRange(hit.MetresAway, away * 0.995, away * 1.005);
    }

    [Fact]
    public void A_point_in_a_hole_is_near_the_borough_and_not_in_it()
    {
        var hit = Map.Locate(new Point(0.005, 51.505));
        Assert.Equal("West", hit?.Borough);
        Assert.True(hit?.Nearest);
    }

    [Theory]
    [InlineData(51.5144, true)]
    [InlineData(51.5146, false)]
    public void Nearest_ends_at_five_hundred_metres(double latitude, bool found) =>
        Assert.Equal(found, Map.Locate(new Point(0.005, latitude)) is not null);

    [Theory]
    [InlineData(double.NaN, 51.5)]
    [InlineData(-0.1, double.PositiveInfinity)]
    [InlineData(400, 51.5)]
    public void A_point_that_is_not_on_Earth_is_in_no_borough(double longitude, double latitude)
    {
        var point = new Point(longitude, latitude);
        Assert.Null(Map.Locate(point));
        Assert.False(Map.IsInArea(point, 1000));
        Assert.False(Map.LooksSwapped(point));
    }

    [Fact]
    public void The_area_reaches_as_far_as_the_margin_says()
    {
        var hundredMetresNorth = new Point(0.005, 51.51 + 0.0009);
        Assert.False(Map.IsInArea(hundredMetresNorth));
        Assert.False(Map.IsInArea(hundredMetresNorth, 90));
        Assert.True(Map.IsInArea(hundredMetresNorth, 110));
    }

    [Fact]
    public void Exchanged_coordinates_are_noticed_and_good_or_far_ones_are_not_suspected()
    {
        Assert.True(Map.LooksSwapped(new Point(51.502, 0.002)));
        Assert.False(Map.LooksSwapped(new Point(0.002, 51.502)));
        Assert.False(Map.LooksSwapped(new Point(2.35, 48.85)));
    }

    [Fact]
    public void The_bounds_hold_the_whole_map()
    {
        Assert.Equal(new MapBounds(0, 51.5, 0.04, 51.51), Map.Bounds);
        Assert.True(Map.Bounds.Contains(new Point(0.04, 51.51)));
        Assert.False(Map.Bounds.Contains(new Point(0.041, 51.51)));
    }

    [Fact]
    public void A_centre_lies_inside_even_when_the_middle_is_a_hole()
    {
        var hit = Map.Locate(Map.Centre("West"));
        Assert.Equal(new BoroughHit("West", Nearest: false, 0), hit);
    }

    [Fact]
    public void An_outline_gives_every_ring_closed()
    {
        Assert.Equal(2, Map.Outline("West").Length);
        Assert.Equal(2, Map.Outline("East").Length);
        Assert.All(Map.Outline("West"), ring => Assert.Equal(ring[0], ring[^1]));
    }

    [Theory]
    [InlineData("nonsense", "not JSON")]
    [InlineData("[]", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection"}""", "'features'")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "no areas")]
    [InlineData("""{"type":"FeatureCollection","features":[7]}""", "Feature 0 has no name")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A"}]}""", "'A' has no geometry")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Point","coordinates":[0,51]}}]}""", "'A' is a Point")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,51],[1,51],[1,52],[0,52]]]}}]}""", "not closed")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,51],[1,151],[1,52],[0,51]]]}}]}""", "on Earth: [1,151]")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,51],[1,52],[1,51],[0,52],[0,51]]]}}]}""", "crosses itself")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":5}}]}""", "not nested arrays")]
    public void A_map_that_cannot_be_read_says_why(string geoJson, string why) =>
        Assert.Contains(why, Assert.Throws<MapFormatException>(() => BoroughMap.FromGeoJson(geoJson)).Message, StringComparison.Ordinal);

    [Fact]
    public void Many_readers_at_once_get_the_answers_that_one_gets()
    {
        var random = new Random(4711);
        var points = Enumerable.Range(0, 20_000)
            .Select(_ => new Point(-0.01 + (random.NextDouble() * 0.06), 51.49 + (random.NextDouble() * 0.03))).ToArray();
        var expected = points.Select(Map.Locate).ToArray();
        var fresh = BoroughMap.FromGeoJson(TwoBanks);
        var found = new BoroughHit?[points.Length];
        Parallel.For(0, points.Length, i => found[i] = fresh.Locate(points[i]));
        Assert.Equal(expected, found);
    }
}
