namespace Despatch.Domain;

/// <summary>
/// London's clock. The day of a CAD number, shifts and reports follow it; everything else is UTC.
/// The rule is the Summer Time Order 2002: one hour ahead from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last
/// Sunday of October. Computed here and not looked up, so that the domain reads no files and replays alike everywhere.
/// </summary>
public static class LondonTime
{
    /// <summary>The moment with London's offset, +00:00 or +01:00.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        moment.ToOffset(IsSummer(moment.UtcDateTime) ? TimeSpan.FromHours(1) : TimeSpan.Zero);

    /// <summary>London's calendar day at that moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Of(moment).DateTime);

    /// <summary>The moment (UTC) at which a calendar day begins in London. A day has 23 hours when the clock goes forward, 25 when it goes back.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        // The clock changes after midnight, so the offset at midnight UTC holds for London's midnight too.
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return midnight - Of(midnight).Offset;
    }

    private static bool IsSummer(DateTime utc) => utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
