using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain;
using Despatch.Pack;

namespace Despatch.LoadTests.Intake;

/// <summary>Somebody who lives in the town.</summary>
internal sealed record Resident(int Id, string First, string Middle, string Last, DateOnly Born, int Dwelling, int Line);

/// <summary>One front door. A building with several has flats.</summary>
internal sealed record Dwelling(int Id, string Flat, int Number, Street Street, string Postcode, Point Point, int Line);

/// <summary>
/// The people, front doors and telephone lines of a made-up town on London's own streets: households share surnames, neighbours a street,
/// blocks a number; names are as uneven as in life, so that many share one and some a date of birth too. The same seed, the same town.
/// </summary>
internal sealed class Town
{
    /// <summary>People to one front door.</summary>
    private const double Household = 2.3;

    /// <summary>The highest number of a street.</summary>
    private const int Longest = 220;
    private const int OldestDays = 85 * 365;
    private const int YoungestDays = 12 * 365;

    /// <summary>How uneven names are: the higher, the more people have the commonest ones.</summary>
    private const double Unevenness = 1.7;
    private const double HasMiddleName = 0.3;
    private const double HasLandline = 0.4;
    private const double TakesOverANumber = 0.01;

    private static readonly string[] Outwards = ["SE", "SW", "N", "E", "NW", "W", "CR", "BR", "EN", "IG"];

    private readonly Random _random;
    private readonly DateOnly _today;
    private readonly Street[] _streets;
    private readonly HashSet<(Street Street, int Number)> _buildings = [];
    private int _lines;

    public Town(int people, int seed, DateOnly today)
    {
        _random = new Random(seed);
        _today = today;
        _streets = [.. ForcePack.London.Force.Pods.SelectMany(p => p.Boroughs).Order(StringComparer.Ordinal).SelectMany(b => ForcePack.London.StreetsIn(b))];
        Dwellings = MakeDwellings((int)(people / Household));
        Residents = MakeResidents(people);
        Shared = [.. Enumerable.Range(0, 1 + (people / 2_000)).Select(_ => NewLine())];
        Numbers = MakeNumbers();
    }

    public ImmutableArray<Dwelling> Dwellings { get; }

    public ImmutableArray<Resident> Residents { get; }

    /// <summary>Lines from which anybody may call: call boxes, hostels, wards. The same one says nothing.</summary>
    public ImmutableArray<int> Shared { get; }

    /// <summary>The number of each line. A few were another line's before.</summary>
    public ImmutableArray<string> Numbers { get; }

    /// <summary>Streets, each as likely.</summary>
    public ImmutableArray<Street> Streets => [.. _streets];

    private ImmutableArray<Dwelling> MakeDwellings(int count)
    {
        var made = ImmutableArray.CreateBuilder<Dwelling>(count);
        while (made.Count < count)
        {
            var street = _streets[_random.Next(_streets.Length)];
            var number = 1 + _random.Next(Longest);
            if (!_buildings.Add((street, number)))
            {
                continue;
            }

            var flats = _random.NextDouble() < 0.35 ? 2 + _random.Next(_random.NextDouble() < 0.2 ? 40 : 5) : 1;

            // Numbers run along the street, some ten metres each.
            var point = new Point(street.Point.Longitude + (number * 0.00012) - 0.012, street.Point.Latitude + (number * 0.00003));
            var postcode = PostcodeOf(street, number);
            for (var flat = 1; flat <= flats && made.Count < count; flat++)
            {
                var name = flats == 1 ? "" : flats <= 3 ? ((char)('A' + flat - 1)).ToString() : flat.ToString(CultureInfo.InvariantCulture);
                made.Add(new Dwelling(made.Count, name, number, street, postcode, point, _random.NextDouble() < HasLandline ? NewLine() : -1));
            }
        }

        return made.MoveToImmutable();
    }

    /// <summary>A front door that nobody in the town lives behind: the next free number of the street.</summary>
    public Dwelling NewHouseBeside(Dwelling dwelling)
    {
        var number = dwelling.Number;
        while (_buildings.Contains((dwelling.Street, number)))
        {
            number++;
        }

        return dwelling with { Id = -1, Flat = "", Number = number, Postcode = PostcodeOf(dwelling.Street, number) };
    }

    /// <summary>Some twenty numbers of a street share one; made up, in the form of real ones.</summary>
    private static string PostcodeOf(Street street, int number)
    {
        var hash = street.Name.Aggregate(17, static (h, c) => unchecked((h * 31) + c)) + street.Borough.Aggregate(7, static (h, c) => unchecked((h * 31) + c));
        var spread = new Random(unchecked(hash + (number / 20)));
        var area = Outwards[(int)((uint)street.Borough.Aggregate(7, static (h, c) => unchecked((h * 31) + c)) % Outwards.Length)];
        const string letters = "ABDEFGHJLNPQRSTUWXYZ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{area}{1 + ((uint)hash % 19)} {spread.Next(1, 10)}{letters[spread.Next(letters.Length)]}{letters[spread.Next(letters.Length)]}");
    }

    private ImmutableArray<Resident> MakeResidents(int count)
    {
        var made = ImmutableArray.CreateBuilder<Resident>(count);
        while (made.Count < count)
        {
            var dwelling = _random.Next(Dwellings.Length);
            var community = Pick(TownNames.Communities);
            var last = Uneven(community.Last);
            var members = 1 + _random.Next(4);
            for (var i = 0; i < members && made.Count < count; i++)
            {
                var born = _today.AddDays(-YoungestDays - _random.Next(OldestDays - YoungestDays));
                var middle = _random.NextDouble() < HasMiddleName ? Uneven(community.First) : "";
                made.Add(new Resident(
                    made.Count, Uneven(community.First), middle, _random.NextDouble() < 0.8 ? last : Uneven(community.Last), born, dwelling, NewLine()));
            }
        }

        return made.MoveToImmutable();
    }

    private ImmutableArray<string> MakeNumbers()
    {
        var numbers = new string[_lines];
        for (var line = 0; line < _lines; line++)
        {
            numbers[line] = line > 0 && _random.NextDouble() < TakesOverANumber
                ? numbers[_random.Next(line)]
                : string.Create(CultureInfo.InvariantCulture, $"+447{line / 1_000_000 % 10}{line % 1_000_000:000000}{line * 7 % 90 + 10:00}");
        }

        return [.. numbers];
    }

    private Community Pick(ImmutableArray<Community> communities)
    {
        var at = _random.NextDouble() * communities.Sum(static c => c.Share);
        return communities.First(c => (at -= c.Share) <= 0);
    }

    private string Uneven(ImmutableArray<string> names) => names[(int)(names.Length * Math.Pow(_random.NextDouble(), Unevenness))];

    private int NewLine() => _lines++;
}
