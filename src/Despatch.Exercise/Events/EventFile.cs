using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain;

namespace Despatch.Exercise.Events;

/// <summary>
/// Reads a CSV of recorded events: a header line, then <c>at,longitude,latitude,reason,kind</c>. A field may be put in quotes, a quote
/// in it doubled; it may not hold a line break. A broken row is named with the rule it breaks and left out; the rest is kept.
/// </summary>
public sealed class EventFile
{
    private const int MostLetters = 4_000;
    private static readonly string[] Columns = ["at", "longitude", "latitude", "reason", "kind"];

    private EventFile(ImmutableArray<RecordedEvent> events, ImmutableArray<BadRow> badRows)
    {
        Events = events;
        BadRows = badRows;
    }

    /// <summary>The good rows in the order of time; rows of one moment in the order of the file.</summary>
    public ImmutableArray<RecordedEvent> Events { get; }

    /// <summary>The broken ones, in the order of the file.</summary>
    public ImmutableArray<BadRow> BadRows { get; }

    /// <summary>Reads a whole file. A missing header is row 1's fault, and the rest is read all the same.</summary>
    /// <param name="lines">Its text.</param>
    /// <param name="now">No event may be later than this.</param>
    public static EventFile Read(TextReader lines, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var events = new List<RecordedEvent>();
        var bad = ImmutableArray.CreateBuilder<BadRow>();
        for (var row = 1; lines.ReadLine() is { } line; row++)
        {
            var fields = Split(line.TrimStart('\uFEFF'), out var broken);
            if (row == 1 && broken is null && fields.SequenceEqual(Columns, StringComparer.Ordinal))
            {
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            RecordedEvent? read = null;
            var problem = broken ?? Check(fields, now, row, out read);
            if (problem is { } rule)
            {
                bad.Add(new BadRow(row, rule.Rule, rule.Text));
            }
            else
            {
                events.Add(read!);
            }
        }

        return new EventFile([.. events.OrderBy(e => e.At)], bad.ToImmutable());
    }

    private static (string Rule, string Text)? Check(List<string> fields, DateTimeOffset now, int row, out RecordedEvent? read)
    {
        read = null;
        if (fields.Count != Columns.Length)
        {
            return ("column-count", $"there are {fields.Count} fields; there must be {Columns.Length}: {string.Join(", ", Columns)}");
        }

        if (!DateTimeOffset.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return ("at-not-a-time", $"at is '{Cut(fields[0])}'; it must be an ISO 8601 time");
        }

        if (at > now)
        {
            return ("at-in-the-future", $"at is {fields[0]}, which is yet to come");
        }

        if (Number(fields[1]) is not { } longitude)
        {
            return ("longitude-not-a-number", $"longitude is '{Cut(fields[1])}'");
        }

        if (Number(fields[2]) is not { } latitude)
        {
            return ("latitude-not-a-number", $"latitude is '{Cut(fields[2])}'");
        }

        var point = new Point(longitude, latitude);
        var problem = Place(point) ?? Words("reason", fields[3]) ?? Words("kind", fields[4]);
        read = problem is null ? new RecordedEvent(row, at, point, fields[3], fields[4]) : null;
        return problem;
    }

    // The British Isles lie between 49 and 61 degrees north and within 11 degrees of Greenwich: the other way round is a swap.
    private static (string Rule, string Text)? Place(Point point)
    {
        if (!point.IsOnEarth())
        {
            return ("off-earth", $"longitude {point.Longitude}, latitude {point.Latitude}: no such place on Earth");
        }

        return point.Longitude is > 49 and < 61 && Math.Abs(point.Latitude) < 11
            ? ("coordinates-swapped", $"longitude {point.Longitude}, latitude {point.Latitude}: longitude comes first")
            : null;
    }

    private static (string Rule, string Text)? Words(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? ($"{name}-empty", $"{name} must not be empty")
        : text.Length > MostLetters ? ($"{name}-too-long", $"{name} has {text.Length} letters; {MostLetters} at most")
        : text.Contains('\uFFFD', StringComparison.Ordinal) ? ($"{name}-not-utf8", $"{name} is not UTF-8")
        : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Cut(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    private static List<string> Split(string line, out (string Rule, string Text)? broken)
    {
        broken = null;
        var fields = new List<string>(Columns.Length);
        var at = 0;
        while (at <= line.Length)
        {
            if (at < line.Length && line[at] == '"')
            {
                var end = ClosingQuote(line, at + 1);
                if (end < 0)
                {
                    broken = ("quote-not-closed", $"field {fields.Count + 1} begins with a quote that nothing closes");
                    return fields;
                }

                fields.Add(line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 1;
                if (at < line.Length && line[at] != ',')
                {
                    broken = ("quote-within-field", $"field {fields.Count} goes on after its closing quote");
                    return fields;
                }
            }
            else
            {
                var end = line.IndexOf(',', at);
                end = end < 0 ? line.Length : end;
                fields.Add(line[at..end]);
                at = end;
            }

            at++;
        }

        return fields;
    }

    private static int ClosingQuote(string line, int from)
    {
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                if (at + 1 == line.Length || line[at + 1] != '"')
                {
                    return at;
                }

                at++;
            }
        }

        return -1;
    }
}
