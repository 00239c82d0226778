using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;

namespace Despatch.Domain.Tests;

/// <summary>Small values with a rule of their own.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("grave threat", null)]
    [InlineData("grave\nthreat", null)]
    [InlineData("grave\tthreat", null)]
    [InlineData(" grave \r\n threat ", null)]
    [InlineData("threat", "threat")]
    [InlineData("  threat\n", "threat")]
    [InlineData("", "threat")]
    [InlineData(" \t\n", "threat")]
    public void Words_of_an_assessment_may_be_parted_by_any_white_space(string threat, string? thin) =>
        Assert.Equal(thin, new Assessment(threat, "a b", "a b", "a b", "a b", "a b").FirstThinPart());

    [Theory]
    [InlineData(Grade.Immediate, "I", 15)]
    [InlineData(Grade.Significant, "S", 60)]
    [InlineData(Grade.Extended, "E", 48 * 60)]
    [InlineData(Grade.Referred, "R", null)]
    public void A_grade_has_its_letter_and_its_minutes(Grade grade, string letter, int? minutes)
    {
        Assert.Equal(letter, grade.Letter());
        Assert.Equal(minutes, (int?)grade.Target()?.TotalMinutes);
    }

    [Fact]
    public void A_distance_is_good_to_half_a_percent()
    {
        // Charing Cross to St Paul's: 1,932.8 m on the WGS84 ellipsoid, by its radii of curvature at the middle latitude.
        var metres = new Point(-0.1247, 51.5081).MetresTo(new Point(-0.0984, 51.5138));
        Assert.InRange(metres, 1_932.8 * 0.995, 1_932.8 * 1.005);
        Assert.Equal(0, new Point(-0.1, 51.5).MetresTo(new Point(-0.1, 51.5)));
    }

    [Fact]
    public void A_ward_reaches_to_its_edge()
    {
        var centre = new Point(-0.114, 51.461);
        var edge = new Point(-0.114, 51.470);
        Assert.True(new Ward("Coldharbour", centre, centre.MetresTo(edge)).Contains(edge));
        Assert.False(new Ward("Coldharbour", centre, centre.MetresTo(edge) - 1).Contains(edge));
    }

    [Theory]
    [InlineData(-0.1, 51.5, true)]
    [InlineData(180, -90, true)]
    [InlineData(180.01, 0, false)]
    [InlineData(0, 90.01, false)]
    [InlineData(double.NaN, 0, false)]
    [InlineData(0, double.PositiveInfinity, false)]
    public void A_point_is_on_Earth_or_not(double longitude, double latitude, bool onEarth) =>
        Assert.Equal(onEarth, new Point(longitude, latitude).IsOnEarth());
}
