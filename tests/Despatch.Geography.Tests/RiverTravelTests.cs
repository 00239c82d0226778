using Despatch.Domain;

namespace Despatch.Geography.Tests;

public sealed class RiverTravelTests
{
    private static readonly RiverTravel River = new();
    private static readonly StraightLineTravel Straight = new();

    private static readonly Point Woolwich = new(0.0690, 51.4900);
    private static readonly Point NorthWoolwich = new(0.0620, 51.5005);

    [Theory]
    [InlineData("Hampton, East Molesey", -0.3640, 51.4170, -0.3500, 51.4000, true)]
    [InlineData("Twickenham, Ham", -0.3300, 51.4480, -0.3100, 51.4380, true)]
    [InlineData("Chiswick, Barnes", -0.2550, 51.4880, -0.2400, 51.4720, true)]
    [InlineData("Westminster, Waterloo station", -0.1281, 51.4990, -0.1133, 51.5030, true)]
    [InlineData("Canary Wharf, Rotherhithe", -0.0195, 51.5049, -0.0520, 51.4985, true)]
    [InlineData("Canary Wharf, the O2", -0.0195, 51.5049, 0.0032, 51.5015, true)]
    [InlineData("Canary Wharf, Stratford", -0.0195, 51.5049, -0.0030, 51.5416, false)]
    [InlineData("Barnes, Putney", -0.2400, 51.4720, -0.2150, 51.4610, false)]
    [InlineData("Rainham, Erith", 0.1900, 51.5170, 0.1780, 51.4800, true)]
    public void The_river_parts_places_on_different_banks_and_no_others(
        string places, double longitude1, double latitude1, double longitude2, double latitude2, bool parted)
    {
        var (one, other) = (new Point(longitude1, latitude1), new Point(longitude2, latitude2));
        Assert.Equal((places, parted), (places, Thames.Parts(one, other)));
        Assert.Equal((places, parted), (places, Thames.Parts(other, one)));
    }

    [Fact]
    public void A_car_across_from_Woolwich_is_not_near_though_it_looks_so()
    {
        Assert.True(Straight.Estimate(Woolwich, NorthWoolwich, TravelProfile.BlueLight) < TimeSpan.FromMinutes(3));
        Assert.True(River.Estimate(Woolwich, NorthWoolwich, TravelProfile.BlueLight) > TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void On_foot_the_tunnel_at_Woolwich_serves()
    {
        var walk = River.Estimate(Woolwich, NorthWoolwich, TravelProfile.Foot);
        Assert.InRange(walk.TotalMinutes, 15, 25);
    }

    [Fact]
    public void On_one_bank_it_is_the_straight_line()
    {
        var (one, other) = (new Point(-0.1145, 51.4627), new Point(-0.0700, 51.4730));
        Assert.Equal(Straight.Estimate(one, other, TravelProfile.Driving), River.Estimate(one, other, TravelProfile.Driving));
    }

    [Fact]
    public void No_way_is_shorter_than_the_straight_line_and_there_and_back_are_equal()
    {
        var random = new Random(1894);
        Point Any() => new(-0.45 + (random.NextDouble() * 0.7), 51.40 + (random.NextDouble() * 0.2));
        for (var i = 0; i < 5000; i++)
        {
            var (one, other) = (Any(), Any());
            var way = River.Estimate(one, other, TravelProfile.Driving);
            Assert.True(way >= Straight.Estimate(one, other, TravelProfile.Driving) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(way.TotalSeconds, River.Estimate(other, one, TravelProfile.Driving).TotalSeconds, 3);
        }
    }

    [Fact]
    public void Every_crossing_lies_on_the_river_and_serves_somebody() =>
        Assert.All(Thames.Crossings, c =>
        {
            Assert.True(c.Vehicles || c.Foot, c.Name);
            Assert.InRange(Thames.Middle.Zip(Thames.Middle.Skip(1)).Min(s => MetresToSegment(c.Middle, s.First, s.Second)), 0, 100);
        });

    private static double MetresToSegment(Point at, Point from, Point to) =>
        Enumerable.Range(0, 201).Min(i => at.MetresTo(new(
            from.Longitude + ((to.Longitude - from.Longitude) * i / 200), from.Latitude + ((to.Latitude - from.Latitude) * i / 200))));

    [Fact]
    public void No_estimate_undercuts_the_bound_for_its_distance()
    {
        var random = new Random(20261126);
        for (var i = 0; i < 5_000; i++)
        {
            var from = new Point(-0.5 + (0.8 * random.NextDouble()), 51.3 + (0.35 * random.NextDouble()));
            var near = Math.Pow(10, -random.Next(6));
            var to = new Point(from.Longitude + ((random.NextDouble() - 0.5) * near), from.Latitude + ((random.NextDouble() - 0.5) * near));
            foreach (var profile in Enum.GetValues<TravelProfile>())
            {
                Assert.True(River.AtLeast(from.MetresTo(to), profile) <= River.Estimate(from, to, profile), $"{from} {to} {profile}");
                Assert.True(Straight.AtLeast(from.MetresTo(to), profile) <= Straight.Estimate(from, to, profile), $"{from} {to} {profile}");
            }
        }
    }
}
