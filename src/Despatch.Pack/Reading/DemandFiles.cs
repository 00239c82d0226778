using System.Collections.Immutable;
using System.Globalization;
using Despatch.Geography;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>demand.csv</c>, <c>places.csv</c> and <c>streets.csv</c>: when and where people call, and what they call the place.</summary>
internal sealed class DemandFiles(ForceFile force, BoroughMap map, PackProblems problems)
{
    public const string EventsFile = "demand.csv";
    public const string PlacesFile = "places.csv";
    public const string StreetsFile = "streets.csv";

    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] EventColumns =
        ["borough", "day", .. Enumerable.Range(0, 24).Select(h => h.ToString("'h'00", CultureInfo.InvariantCulture))];

    private static readonly string[] PlaceColumns = ["borough", "longitude", "latitude", "events"];

    private static readonly string[] StreetColumns = ["name", "borough", "longitude", "latitude"];

    /// <summary>The demand; null, with the problems told, when there is none to be made.</summary>
    public Demand? Demand(string? events, string? places)
    {
        var byBorough = Events(events);
        var placesOf = Places(places);
        foreach (var (borough, byHour) in byBorough.Where(b => b.EventsByHour.Any(n => n > 0) && !placesOf.Contains(b.Borough)))
        {
            problems.Add(PlacesFile, "demand-without-place", $"{borough} has {byHour.Sum()} events in {EventsFile} but no place");
        }

        if (byBorough.Any(b => b.EventsByHour.Any(n => n > 0)))
        {
            return new Demand(force.PeakCallsAnHour, force.BusiestDayCalls, force.QuietHourShare, byBorough, placesOf);
        }

        problems.Add(EventsFile, "no-demand", "it holds no event at all");
        return null;
    }

    public ImmutableArray<Street> Streets(string? text)
    {
        var streets = ImmutableArray.CreateBuilder<Street>();
        foreach (var row in CsvFile.Read(StreetsFile, text, StreetColumns, problems))
        {
            if (row.Named(0) is { } name && BoroughOf(row, 1) is { } borough && row.PointIn(2, borough, map) is { } point)
            {
                streets.Add(new Street(name, borough, point));
            }
        }

        return streets.ToImmutable();
    }

    private List<(string Borough, int[] EventsByHour)> Events(string? text)
    {
        var byBorough = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var seen = new HashSet<(string, int)>();
        foreach (var row in CsvFile.Read(EventsFile, text, EventColumns, problems))
        {
            var day = Array.IndexOf(Days, row.Text(1));
            if (day < 0)
            {
                row.Problem("unknown-day", $"'{row.Text(1)}' is not one of {string.Join(", ", Days)}");
            }

            if (BoroughOf(row, 0) is not { } borough || day < 0)
            {
                continue;
            }

            if (!seen.Add((borough, day)))
            {
                row.Problem("duplicate-day", $"{borough}, {Days[day]} is there already");
            }

            byBorough.TryAdd(borough, new int[Pack.Demand.HoursInWeek]);
            for (var hour = 0; hour < 24; hour++)
            {
                byBorough[borough][(day * 24) + hour] = row.Count(hour + 2) ?? 0;
            }
        }

        foreach (var missing in byBorough.Keys.SelectMany(b => Days.Where((_, day) => !seen.Contains((b, day))).Select(day => $"{b}, {day}")))
        {
            problems.Add(EventsFile, "missing-day", $"there is no line for {missing}");
        }

        return [.. byBorough.Select(b => (b.Key, b.Value))];
    }

    private ILookup<string, DemandPlace> Places(string? text)
    {
        var places = new List<(string Borough, DemandPlace Place)>();
        foreach (var row in CsvFile.Read(PlacesFile, text, PlaceColumns, problems))
        {
            if (BoroughOf(row, 0) is not { } borough || row.PointIn(1, borough, map) is not { } point || row.Count(3) is not { } events)
            {
                continue;
            }

            if (events == 0)
            {
                row.Problem("place-without-event", "'events' must be at least 1");
                continue;
            }

            places.Add((borough, new DemandPlace(point, events)));
        }

        return places.ToLookup(p => p.Borough, p => p.Place, StringComparer.Ordinal);
    }

    private string? BoroughOf(CsvRow row, int column)
    {
        var name = row.Text(column);
        if (map.Has(name))
        {
            return name;
        }

        row.Problem("unknown-borough", $"'{name}' is not on the map ({PackReader.MapFile})");
        return null;
    }
}
