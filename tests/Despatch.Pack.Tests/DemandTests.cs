using Despatch.Domain;

namespace Despatch.Pack.Tests;

public sealed class DemandTests
{
    private static readonly Demand Demand = ForcePack.London.Demand;

    [Fact]
    public void Weights_of_the_boroughs_make_one_in_the_week_and_in_every_hour()
    {
        Assert.Equal(1, Demand.Boroughs.Sum(Demand.WeightOf), 9);
        for (var hour = 0; hour < Demand.HoursInWeek; hour++)
        {
            Assert.Equal(1, Demand.Boroughs.Sum(b => Demand.WeightAt(b, hour)), 9);
        }
    }

    [Fact]
    public void Every_borough_calls_in_every_hour() =>
        Assert.All(Demand.Boroughs, b => Assert.All(Enumerable.Range(0, Demand.HoursInWeek), hour => Assert.True(Demand.WeightAt(b, hour) > 0)));

    [Fact]
    public void The_busiest_hour_has_the_2600_calls_of_the_tender_and_no_hour_falls_below_the_quiet_share()
    {
        var hours = Enumerable.Range(0, Demand.HoursInWeek).Select(Demand.At).ToList();
        Assert.Equal(2600, hours.Max(), 6);
        Assert.InRange(hours.Min(), 2600 * 0.2, 2600 * 0.25);
    }

    [Fact]
    public void The_busiest_day_of_a_busy_week_has_its_18417_calls()
    {
        var days = Enumerable.Range(0, 7).Select(day => Enumerable.Range(day * 24, 24).Sum(Demand.BusyWeekAt)).ToList();
        Assert.Equal(18_417, days.Max(), 6);
        Assert.InRange(days.Min(), 10_000, 18_417);
    }

    [Theory]
    [InlineData("2026-11-23T00:00:00+00:00", 0)]
    [InlineData("2026-11-25T14:59:59+00:00", 62)]
    [InlineData("2026-11-29T23:30:00+00:00", 167)]
    [InlineData("2026-07-06T00:30:00+01:00", 0)]
    public void An_hour_of_the_week_counts_from_Monday_on_the_local_clock(string local, int hour) =>
        Assert.Equal(hour, Demand.HourOfWeek(DateTimeOffset.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(-1)]
    [InlineData(168)]
    public void An_hour_outside_the_week_is_refused(int hour) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Demand.At(hour));

    [Fact]
    public void Places_are_real_and_lie_in_their_borough()
    {
        foreach (var borough in Demand.Boroughs)
        {
            Assert.InRange(Demand.PlacesIn(borough).Length, 3, 80);
            Assert.All(Demand.PlacesIn(borough), p => Assert.Equal(borough, ForcePack.London.Boroughs.Locate(p.Point)?.Borough));
        }
    }

    [Fact]
    public void Draws_follow_the_weights_and_the_seed()
    {
        const int Draws = 40_000;
        const int SaturdayNight = (5 * 24) + 22;
        var random = new Random(2600);
        var drawn = Enumerable.Range(0, Draws).Select(_ => Demand.Draw(SaturdayNight, random)).ToList();
        var counts = drawn.CountBy(d => d.Borough, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var borough in Demand.Boroughs)
        {
            var weight = Demand.WeightAt(borough, SaturdayNight);
            // Five standard deviations of a binomial share.
            Assert.Equal(weight, counts.GetValueOrDefault(borough) / (double)Draws, 5 * Math.Sqrt(weight / Draws));
        }

        var again = new Random(2600);
        Assert.Equal(drawn.Take(100), Enumerable.Range(0, 100).Select(_ => Demand.Draw(SaturdayNight, again)));
    }

    [Fact]
    public void A_draw_in_one_borough_stays_in_it()
    {
        var random = new Random(1);
        var places = Demand.PlacesIn("Hackney").Select(p => p.Point).ToHashSet();
        Assert.All(Enumerable.Range(0, 200).Select(_ => Demand.DrawIn("Hackney", random)), d => Assert.True(d.Borough == "Hackney" && places.Contains(d.Point)));
    }

    [Fact]
    public void The_counts_are_those_of_the_recorded_events()
    {
        var events = SharedData.Events().ToList();
        var byBorough = events.CountBy(e => ForcePack.London.Boroughs.Locate(e.Point)!.Borough, StringComparer.Ordinal);
        Assert.All(byBorough, b => Assert.Equal(b.Value / 16_722.0, Demand.WeightOf(b.Key), 9));
        var byHour = events.CountBy(e => Demand.HourOfWeek(LondonTime.Of(e.At))).ToList();
        var busiest = byHour.MaxBy(h => h.Value).Key;
        Assert.Equal(2600, Demand.At(busiest), 6);
    }
}
