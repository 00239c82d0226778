using System.Globalization;
using System.Text.RegularExpressions;

namespace Despatch.Scenarios.Reading;

/// <summary>Moments of a script: <c>+00:17</c>, <c>+00:17:30</c>, <c>+6d 10:00</c>, after its start.</summary>
internal static partial class Clock
{
    /// <summary>How a moment is put, for other expressions to hold.</summary>
    public const string Form = @"\+(\d+d )?\d\d:[0-5]\d(:[0-5]\d)?";

    /// <summary>Reads one that has the form.</summary>
    public static TimeSpan Read(string text)
    {
        var parts = Parts().Match(text);
        return new TimeSpan(Number(parts, "days"), Number(parts, "hours"), Number(parts, "minutes"), Number(parts, "seconds"));
    }

    /// <summary>A moment as it is put.</summary>
    public static string Spell(TimeSpan at) =>
        (at.Days > 0 ? $"+{at.Days}d " : "+") + at.ToString(at.Seconds > 0 ? @"hh\:mm\:ss" : @"hh\:mm", CultureInfo.InvariantCulture);

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } given ? int.Parse(given.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^\+((?<days>\d+)d )?(?<hours>\d\d):(?<minutes>\d\d)(:(?<seconds>\d\d))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
