using Despatch.Domain;
using Despatch.Domain.Units;

namespace Despatch.Geography.Tests;

public sealed class TravelTests
{
    private static readonly Point TrafalgarSquare = new(-0.1281, 51.5080);
    private static readonly Point Brixton = new(-0.1145, 51.4627);
    private static readonly StraightLineTravel Travel = new StraightLineTravel();

    [Fact]
    public void Five_kilometres_take_ten_minutes_by_blue_light_and_longer_otherwise()
    {
        // 5.12 km as the crow flies, 7.17 km by road at 40, 25 and 5 km/h.
        Assert.InRange(Travel.Estimate(TrafalgarSquare, Brixton, TravelProfile.BlueLight).TotalMinutes, 10.5, 11);
        Assert.InRange(Travel.Estimate(TrafalgarSquare, Brixton, TravelProfile.Driving).TotalMinutes, 17, 17.5);
        Assert.InRange(Travel.Estimate(TrafalgarSquare, Brixton, TravelProfile.Foot).TotalMinutes, 85, 87);
    }

    [Fact]
    public void Nowhere_to_go_takes_no_time() =>
        Assert.Equal(TimeSpan.Zero, Travel.Estimate(Brixton, Brixton, TravelProfile.Foot));

    [Theory]
    [InlineData(TravelProfile.BlueLight)]
    [InlineData(TravelProfile.Driving)]
    [InlineData(TravelProfile.Foot)]
    public void Farther_never_takes_less_and_there_and_back_are_equal(TravelProfile profile)
    {
        var last = TimeSpan.Zero;
        for (var step = 1; step <= 200; step++)
        {
            var to = new Point(TrafalgarSquare.Longitude + (step * 0.001), TrafalgarSquare.Latitude + (step * 0.0005));
            var time = Travel.Estimate(TrafalgarSquare, to, profile);
            Assert.True(time > last, $"step {step}: {time} after {last}");
            Assert.Equal(time, Travel.Estimate(to, TrafalgarSquare, profile));
            last = time;
        }
    }

    [Fact]
    public void A_place_that_is_not_on_Earth_is_refused() =>
        Assert.Throws<ArgumentException>(() => Travel.Estimate(Brixton, new Point(double.NaN, 51), TravelProfile.Driving));

    [Fact]
    public void Other_assumptions_change_the_estimate()
    {
        var slow = new StraightLineTravel(new TravelAssumptions { DrivingKmh = 12.5 });
        var usual = Travel.Estimate(TrafalgarSquare, Brixton, TravelProfile.Driving);
        var doubled = slow.Estimate(TrafalgarSquare, Brixton, TravelProfile.Driving);
        Assert.Equal(usual.TotalSeconds * 2, doubled.TotalSeconds, 3);
    }

    [Fact]
    public void Crews_who_walk_their_ground_walk_even_to_an_emergency()
    {
        Assert.Equal(TravelProfile.Foot, TravelProfiles.Of(UnitKind.FootPatrol, blueLights: true));
        Assert.Equal(TravelProfile.Foot, TravelProfiles.Of(UnitKind.SaferNeighbourhoods, blueLights: true));
        Assert.Equal(TravelProfile.BlueLight, TravelProfiles.Of(UnitKind.AreaCar, blueLights: true));
        Assert.Equal(TravelProfile.Driving, TravelProfiles.Of(UnitKind.ResponseVan, blueLights: false));
    }
}
