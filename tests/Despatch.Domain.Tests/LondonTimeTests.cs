using System.Globalization;

namespace Despatch.Domain.Tests;

/// <summary>London's clock, by its rule and against the machine's own table of time zones.</summary>
public sealed class LondonTimeTests
{
    [Theory]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-29T00:59:59+00:00")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29T02:00:00+01:00")]
    [InlineData("2026-10-25T00:59:59Z", "2026-10-25T01:59:59+01:00")]
    [InlineData("2026-10-25T01:00:00Z", "2026-10-25T01:00:00+00:00")]
    [InlineData("2026-07-01T12:00:00+05:00", "2026-07-01T08:00:00+01:00")]
    [InlineData("2026-12-25T12:00:00Z", "2026-12-25T12:00:00+00:00")]
    public void The_clock_changes_at_one_o_clock_universal_time(string moment, string london) =>
        Assert.Equal(london, LondonTime.Of(At(moment)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-06-30T22:59:59Z", "2026-06-30")]
    [InlineData("2026-06-30T23:00:00Z", "2026-07-01")]
    [InlineData("2026-12-31T23:59:59Z", "2026-12-31")]
    [InlineData("2027-01-01T00:00:00Z", "2027-01-01")]
    [InlineData("2026-03-28T23:59:59Z", "2026-03-28")]
    [InlineData("2026-03-29T22:59:59Z", "2026-03-29")]
    [InlineData("2026-03-29T23:00:00Z", "2026-03-30")]
    [InlineData("2026-10-24T23:00:00Z", "2026-10-25")]
    [InlineData("2026-10-25T23:00:00Z", "2026-10-25")]
    [InlineData("2026-10-26T00:00:00Z", "2026-10-26")]
    public void A_day_begins_at_midnight_in_London(string moment, string day) =>
        Assert.Equal(day, LondonTime.DayOf(At(moment)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-03-28", "2026-03-28T00:00:00Z")]
    [InlineData("2026-03-29", "2026-03-29T00:00:00Z")]
    [InlineData("2026-03-30", "2026-03-29T23:00:00Z")]
    [InlineData("2026-10-25", "2026-10-24T23:00:00Z")]
    [InlineData("2026-10-26", "2026-10-26T00:00:00Z")]
    public void The_beginning_of_a_day_is_a_moment(string day, string moment) =>
        Assert.Equal(At(moment), LondonTime.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Fact]
    public void The_offset_it_is_told_in_does_not_change_the_moment()
    {
        var noon = At("2026-08-01T12:00:00Z");
        Assert.Equal(noon, LondonTime.Of(noon));
        Assert.Equal(LondonTime.Of(noon), LondonTime.Of(noon.ToOffset(TimeSpan.FromHours(-9))));
        Assert.Equal(TimeSpan.FromHours(1), LondonTime.Of(noon.ToOffset(TimeSpan.FromHours(-9))).Offset);
    }

    [Fact]
    public void It_agrees_with_the_machine_from_2000_to_2040()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out var zone))
        {
            Assert.Skip("This machine has no Europe/London.");
        }

        // 41 minutes: every hour of the day is hit at many different minutes.
        var end = At("2041-01-01T00:00:00Z");
        for (var moment = At("2000-01-01T00:00:00Z"); moment < end; moment = moment.AddMinutes(41))
        {
            Agree(zone, moment);
        }

        for (var year = 2000; year <= 2040; year++)
        {
            foreach (var month in new[] { 3, 10 })
            {
                var change = new DateTimeOffset(year, month, DateTime.DaysInMonth(year, month), 1, 0, 0, TimeSpan.Zero);
                change = change.AddDays(-(int)change.DayOfWeek);
                Agree(zone, change.AddTicks(-1));
                Agree(zone, change);
            }
        }
    }

    private static void Agree(TimeZoneInfo zone, DateTimeOffset moment)
    {
        var expected = TimeZoneInfo.ConvertTime(moment, zone);
        var actual = LondonTime.Of(moment);
        Assert.True(expected.EqualsExact(actual), $"At {moment:u} the machine has {expected:O}, LondonTime {actual:O}.");
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
