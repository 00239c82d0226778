using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;

namespace Despatch.Domain.Linking;

/// <summary>
/// The words under which the log finds facts again by number, person, address, or place and time. Pure. Stored: what is changed here
/// finds nothing that was written before.
/// </summary>
public static class LinkTags
{
    /// <summary>The length of a cell's side: twice the largest reach of a policy would still touch four cells at most.</summary>
    public const double CellMetres = 500;

    private const double MetresADegree = 111_195;
    private const int SecondsABucket = 3_600;

    /// <summary>The tag of a number; empty when it is none.</summary>
    public static string Phone(string number) => LinkKeys.Phone(number) is { Length: > 0 } key ? "phone:" + key : "";

    /// <summary>The tags of a person.</summary>
    public static ImmutableArray<string> Person(NamedPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return [.. LinkKeys.Person(person.Name, person.Born).Select(static key => "person:" + key)];
    }

    /// <summary>The tags of an address; none unless it names a building.</summary>
    public static ImmutableArray<string> Address(string address) => [.. LinkKeys.Address(address).Select(static key => "address:" + key)];

    /// <summary>The tag of a spot and a moment.</summary>
    public static string Near(Point point, DateTimeOffset at) => Cell(point, Bucket(at));

    /// <summary>The tags under which everything lies that happened within a reach and a time before a moment.</summary>
    public static ImmutableArray<string> Near(Point point, DateTimeOffset at, double metres, TimeSpan within)
    {
        var north = metres / MetresADegree;
        var east = north / Math.Max(0.01, Math.Cos(double.DegreesToRadians(point.Latitude)));
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        for (var bucket = Bucket(at - within); bucket <= Bucket(at); bucket++)
        {
            foreach (var (x, y) in new[] { (0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1) })
            {
                tags.Add(Cell(new Point(point.Longitude + (x * east), point.Latitude + (y * north)), bucket));
            }
        }

        return [.. tags];
    }

    /// <summary>All tags of a fact.</summary>
    public static ImmutableArray<string> Of(DomainEvent fact) => fact switch
    {
        ContactRecorded e => Phones([e.CallerNumber]),
        IncidentOpened e => [.. Phones([e.CallerNumber]), .. PlaceTags(e.Place, e.At)],
        ContactAttached e => Phones([e.CallerNumber]),
        IncidentLocated e => PlaceTags(e.Place, e.At),
        PersonNamed e => Person(e.Person),
        MisconductReported => [MisconductState.Tag],
        MisuseCounted e => CallerKeys.MisuseTag(e.CallerNumber) is { Length: > 0 } tag ? [tag] : [],
        MarkerAdded e => e.Subject.Tags(),
        DuplicateAdopted e => [.. Phones(e.Numbers), .. e.Persons.SelectMany(static p => Person(p)).Distinct(StringComparer.Ordinal).Take(MostOfADuplicate)],
        _ => [],
    };

    /// <summary>An event has room for so many words; a duplicate's own facts carry the rest.</summary>
    private const int MostOfADuplicate = 12;

    private static ImmutableArray<string> Phones(ImmutableArray<string> numbers) =>
        [.. numbers.Select(Phone).Where(static tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Take(MostOfADuplicate)];

    private static ImmutableArray<string> PlaceTags(Place place, DateTimeOffset at) =>
        place.Point is { } point && point.IsOnEarth() ? [.. Address(place.Address), Near(point, at)] : Address(place.Address);

    private static long Bucket(DateTimeOffset at) => at.ToUnixTimeSeconds() / SecondsABucket;

    private static string Cell(Point point, long bucket)
    {
        // Rows of equal height; in each, cells of equal width by the row's own middle, so that a spot is in one cell whoever asks.
        var row = Math.Floor(point.Latitude * MetresADegree / CellMetres);
        var middle = (row + 0.5) * CellMetres / MetresADegree;
        var column = Math.Floor(point.Longitude * Math.Cos(double.DegreesToRadians(middle)) * MetresADegree / CellMetres);
        return string.Create(CultureInfo.InvariantCulture, $"near:{column:0}.{row:0}@{bucket}");
    }
}
