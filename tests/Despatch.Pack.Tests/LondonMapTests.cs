using Despatch.Domain;

namespace Despatch.Pack.Tests;

public sealed class LondonMapTests
{
    private static readonly ForcePack London = ForcePack.London;

    [Theory]
    [InlineData("Trafalgar Square", -0.1281, 51.5080, "Westminster", "AW")]
    [InlineData("Palace of Westminster", -0.1257, 51.4998, "Westminster", "AW")]
    [InlineData("Harrods", -0.1633, 51.4994, "Kensington and Chelsea", "AW")]
    [InlineData("Brixton tube", -0.1145, 51.4627, "Lambeth", "AS")]
    [InlineData("Lambeth Palace", -0.1196, 51.4957, "Lambeth", "AS")]
    [InlineData("The Shard", -0.0865, 51.5045, "Southwark", "AS")]
    [InlineData("Tower of London", -0.0762, 51.5081, "Tower Hamlets", "CE")]
    [InlineData("Canary Wharf", -0.0195, 51.5049, "Tower Hamlets", "CE")]
    [InlineData("Hackney Town Hall", -0.0573, 51.5450, "Hackney", "CE")]
    [InlineData("King's Cross station", -0.1240, 51.5308, "Camden", "CN")]
    [InlineData("Emirates Stadium", -0.1084, 51.5549, "Islington", "CN")]
    [InlineData("Alexandra Palace", -0.1302, 51.5941, "Haringey", "NA")]
    [InlineData("Wembley Stadium", -0.2796, 51.5560, "Brent", "NW")]
    [InlineData("Hendon police college", -0.2400, 51.5960, "Barnet", "NW")]
    [InlineData("Heathrow Terminal 2", -0.4500, 51.4700, "Hillingdon", "WA")]
    [InlineData("Ealing Broadway", -0.3017, 51.5150, "Ealing", "WA")]
    [InlineData("Twickenham Stadium", -0.3416, 51.4560, "Richmond upon Thames", "SW")]
    [InlineData("Wimbledon Centre Court", -0.2137, 51.4337, "Merton", "SW")]
    [InlineData("East Croydon station", -0.0927, 51.3756, "Croydon", "SN")]
    [InlineData("Royal Observatory", -0.0005, 51.4769, "Greenwich", "SE")]
    [InlineData("London Stadium", -0.0166, 51.5387, "Newham", "NE")]
    [InlineData("Romford station", 0.1832, 51.5750, "Havering", "EA")]
    [InlineData("St Paul's Cathedral", -0.0984, 51.5138, "City of London", "AW")]
    public void Landmarks_land_in_their_borough(string landmark, double longitude, double latitude, string borough, string pod) =>
        Assert.Equal((landmark, new ResolvedPlace(borough, pod)), (landmark, London.Resolve(new Point(longitude, latitude))));

    [Theory]
    [InlineData("Waterloo Bridge, mid river", -0.1167, 51.5086, "Lambeth,Westminster")]
    [InlineData("Westminster Bridge, mid river", -0.1220, 51.5008, "Lambeth,Westminster")]
    [InlineData("Tower Bridge, mid river", -0.0754, 51.5055, "Southwark,Tower Hamlets")]
    [InlineData("Woolwich Ferry, mid river", 0.0645, 51.4975, "Greenwich,Newham")]
    [InlineData("Erith Reach, mid river", 0.1830, 51.4870, "Bexley,Havering")]
    public void A_point_in_the_Thames_gets_a_borough_of_one_of_its_banks(string where, double longitude, double latitude, string banks)
    {
        var hit = London.Boroughs.Locate(new Point(longitude, latitude));
        Assert.NotNull(hit);
        Assert.True(hit.Nearest, where);
        Assert.InRange(hit.MetresAway, 0.1, 450);
        Assert.Contains(hit.Borough, banks.Split(','));
        Assert.NotNull(London.Resolve(new Point(longitude, latitude)));
    }

    [Theory]
    [InlineData("Brighton", -0.1372, 50.8225)]
    [InlineData("Watford", -0.3960, 51.6565)]
    [InlineData("Null Island", 0, 0)]
    public void A_place_outside_London_has_no_pod_of_its_own(string place, double longitude, double latitude)
    {
        var point = new Point(longitude, latitude);
        Assert.Null(London.Resolve(point));
        Assert.Equal(new Place(point, place, "", "AW"), London.PlaceOf(point, place));
    }

    [Fact]
    public void A_place_without_a_point_belongs_to_the_pod_for_the_unlocated() =>
        Assert.Equal(new Place(null, "by the canal", "", "AW"), London.PlaceOf(null, "by the canal"));

    [Fact]
    public void A_place_with_a_point_gets_borough_and_pod()
    {
        var point = new Point(-0.1145, 51.4627);
        Assert.Equal(new Place(point, "Atlantic Road", "Lambeth", "AS"), London.PlaceOf(point, "Atlantic Road"));
    }

    [Fact]
    public void Exchanged_coordinates_are_noticed()
    {
        Assert.True(London.Boroughs.LooksSwapped(new Point(51.5080, -0.1281)));
        Assert.False(London.Boroughs.LooksSwapped(new Point(-0.1281, 51.5080)));
        Assert.False(London.Boroughs.LooksSwapped(new Point(-0.1372, 50.8225)));
    }

    [Fact]
    public void Every_centre_lies_inside_its_borough_and_every_outline_in_the_bounds()
    {
        Assert.Equal(33, London.Boroughs.Boroughs.Length);
        foreach (var borough in London.Boroughs.Boroughs)
        {
            var hit = London.Boroughs.Locate(London.Boroughs.Centre(borough));
            Assert.Equal((borough, false), (hit?.Borough, hit?.Nearest));
            Assert.All(London.Boroughs.Outline(borough).SelectMany(r => r), p => Assert.True(London.Boroughs.Bounds.Contains(p)));
        }
    }

    [Fact]
    public void Every_real_event_resolves_and_all_but_a_few_lie_inside_a_borough()
    {
        var hits = SharedData.Events().Select(e => London.Boroughs.Locate(e.Point)).ToList();
        Assert.Equal(16_722, hits.Count);
        Assert.DoesNotContain(null, hits);
        // On the river, or just over the simplified outer boundary; the farthest is 249 m away.
        Assert.InRange(hits.Count(h => h!.Nearest), 60, 80);
        Assert.InRange(hits.Max(h => h!.MetresAway), 200, 260);
        TestContext.Current.TestOutputHelper?.WriteLine($"{hits.Count(h => h!.Nearest)} of {hits.Count} events by the nearest borough");
    }

    [Fact]
    public void Streets_fall_into_the_borough_that_the_gazetteer_gives_them_in_98_of_100_cases()
    {
        var streets = SharedData.Streets().ToList();
        var agree = streets.Count(s => London.Boroughs.Locate(s.Point)?.Borough == s.Borough);
        Assert.InRange(agree / (double)streets.Count, 0.985, 1);
    }

    [Fact]
    public void The_river_keeps_streets_on_the_bank_of_their_borough()
    {
        // Richmond upon Thames lies on both banks. Kingston upon Thames to Bexley are south of it.
        string[] south = ["Kingston upon Thames", "Merton", "Sutton", "Wandsworth", "Croydon", "Lambeth", "Southwark", "Lewisham", "Bromley", "Greenwich", "Bexley"];
        var trafalgarSquare = new Point(-0.1281, 51.5080);
        var streets = SharedData.Streets().Where(s => s.Borough != "Richmond upon Thames").ToList();
        var wrong = streets.Where(s => Geography.Thames.Parts(trafalgarSquare, s.Point) != south.Contains(s.Borough, StringComparer.Ordinal)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{wrong.Count} of {streets.Count}: {string.Join("; ", wrong.Take(40))}");
        Assert.InRange(wrong.Count, 0, streets.Count / 1000);
    }

    [Fact]
    public void The_middle_of_the_Thames_has_a_borough_from_Teddington_to_the_edge_of_London()
    {
        var inLondon = Geography.Thames.Middle.Where(p => p.Longitude is > -0.33 and < 0.21 && p.Latitude > 51.43).ToList();
        Assert.InRange(inLondon.Count, 80, 110);
        Assert.All(inLondon, p => Assert.InRange(London.Boroughs.Locate(p)?.MetresAway ?? double.NaN, 0, 450));
    }
}
