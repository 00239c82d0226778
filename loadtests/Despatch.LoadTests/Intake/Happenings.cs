using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// Makes calls out of a town. The past is whatever happens to people: a third of it to the few who call again and again. What is opened then
/// is, by design, one part about people, front doors and lines of the past, one part told by a second caller, and one part new to the
/// police, with nothing in common with anybody but by chance. Every call is written down by its own hand (<see cref="Miswriting"/>).
/// </summary>
internal sealed class Happenings(Town town, int seed)
{
    /// <summary>The opening codes of the town's calls; which one is by chance, and a second caller often calls it something else.</summary>
    private static readonly string[] Codes = ["01", "04", "11", "16", "40"];
    private const double RegularsShare = 0.3;
    private const double Regulars = 0.03;
    private const double CallerGivesAName = 0.6;

    /// <summary>Half a street of scatter between two who tell of one event.</summary>
    private const double EventScatterMetres = 70;
    private const double MetresADegree = 111_195;

    private readonly Random _random = new(seed);
    private readonly Miswriting _hand = new(new Random(seed + 1));
    private readonly HashSet<int> _shared = [.. town.Shared];
    private int _events;

    /// <summary>One call of the past.</summary>
    public Happening Past() => About(AnyResident(), atHome: Happens(0.65), callsSelf: Happens(0.7));

    /// <summary>A call of now, about somebody or some place of one in the past if it has any of that kind; or new to the police.</summary>
    public Happening Now(Happening past) => _random.Next(100) switch
    {
        < 40 when !past.Label.Residents.IsEmpty => About(town.Residents[past.Label.Residents[0]], Happens(0.5), Happens(0.6)),
        < 58 when past.Label.Dwelling >= 0 => At(town.Dwellings[past.Label.Dwelling]),
        < 72 when past.Label.Line >= 0 => From(past.Label.Line),
        _ => Anew(),
    };

    /// <summary>A second caller tells of the same event, from a little way off, by their own line.</summary>
    public Happening Again(Happening first)
    {
        var caller = AnyResident();
        var point = first.Point is { } at ? Scatter(at, EventScatterMetres) : (Point?)null;
        return first with
        {
            Label = new([], -1, caller.Line, first.Label.Event),
            Number = town.Numbers[caller.Line],
            Address = "",
            Point = point,
            Persons = [],
            Code = Happens(0.6) ? first.Code : AnyCode(),
        };
    }

    /// <summary>Whom or what a marker is about: a person by name, a front door or a private line of the town, as somebody wrote them down.</summary>
    public MarkerSubject Marked()
    {
        var who = AnyResident();
        var home = town.Dwellings[who.Dwelling];
        return _random.Next(5) switch
        {
            < 2 => new(SubjectKind.Person, _hand.Person(who, PersonRole.Other).Name, null),
            < 4 => new(SubjectKind.Address, _hand.Address(home), Scatter(home.Point, 25)),
            _ => new(SubjectKind.Phone, town.Numbers[who.Line], null),
        };
    }

    /// <summary>Something in the street that several may tell of.</summary>
    public Happening Event()
    {
        var caller = AnyResident();
        var street = town.Streets[_random.Next(town.Streets.Length)];
        return new(new([], -1, caller.Line, _events++), AnyCode(), town.Numbers[caller.Line], street.Name, Scatter(street.Point, 300), []);
    }

    /// <summary>By themselves or by somebody else, at home or near it.</summary>
    private Happening About(Resident who, bool atHome, bool callsSelf)
    {
        var caller = callsSelf ? who : AnyResident();
        var named = ImmutableArray.CreateBuilder<(Resident, PersonRole)>();
        named.Add((who, callsSelf ? PersonRole.Caller : PersonRole.Victim));
        if (!callsSelf && Happens(CallerGivesAName))
        {
            named.Add((caller, PersonRole.Caller));
        }

        if (Happens(0.2))
        {
            named.Add((AnyResident(), PersonRole.Suspect));
        }

        return Tell(named.ToImmutable(), town.Dwellings[who.Dwelling], atHome, Line(caller));
    }

    /// <summary>Somebody tells of trouble behind a door that is not theirs.</summary>
    private Happening At(Dwelling dwelling)
    {
        var caller = AnyResident();
        return Tell(Happens(CallerGivesAName) ? [(caller, PersonRole.Caller)] : [], dwelling, isThere: true, caller.Line);
    }

    /// <summary>A line on which nobody says who they are.</summary>
    private Happening From(int line) => Tell([], town.Dwellings[AnyResident().Dwelling], isThere: false, line);

    /// <summary>Never in the past: whoever it is about has moved here yesterday.</summary>
    private Happening Anew()
    {
        var model = AnyResident();
        var stranger = AnyResident();
        var newcomer = model with { Id = -1, First = stranger.First, Born = stranger.Born.AddDays(_random.Next(1, 3_000)) };
        var beside = town.NewHouseBeside(town.Dwellings[model.Dwelling]);
        var told = Tell([(newcomer, PersonRole.Caller)], beside, Happens(0.5), Happens(0.2) ? town.Shared[_random.Next(town.Shared.Length)] : -1);
        return told with
        {
            Label = told.Label with { Residents = [] },
            Number = told.Number.Length > 0 ? told.Number : $"+4479{_random.Next(10_000_000, 99_999_999)}",
        };
    }

    private Happening Tell(ImmutableArray<(Resident Who, PersonRole Role)> named, Dwelling home, bool isThere, int line)
    {
        var isShared = line >= 0 && _shared.Contains(line);
        return new(
            new([.. named.Select(n => n.Who.Id)], isThere ? home.Id : -1, isShared ? -1 : line, -1),
            AnyCode(),
            line >= 0 ? town.Numbers[line] : "",
            isThere ? _hand.Address(home) : Happens(0.5) ? $"outside the shops, {home.Street.Name}" : "",
            isThere ? Happens(0.85) ? Scatter(home.Point, 25) : null : Happens(0.7) ? Elsewhere(home) : null,
            [.. named.Select(n => _hand.Person(n.Who, n.Role))]);
    }

    /// <summary>What does not happen at home mostly happens near it.</summary>
    private Point Elsewhere(Dwelling home) =>
        Happens(0.7) ? Scatter(home.Point, 1_500) : Scatter(town.Streets[_random.Next(town.Streets.Length)].Point, 600);

    private int Line(Resident who) => _random.Next(100) switch
    {
        < 72 => who.Line,
        < 82 when town.Dwellings[who.Dwelling].Line is >= 0 and var landline => landline,
        < 92 => town.Shared[_random.Next(town.Shared.Length)],
        _ => -1,
    };

    private Resident AnyResident()
    {
        var count = Happens(RegularsShare) ? Math.Max(1, (int)(town.Residents.Length * Regulars)) : town.Residents.Length;
        return town.Residents[_random.Next(count)];
    }

    private Point Scatter(Point point, double metres)
    {
        var (angle, distance) = (_random.NextDouble() * Math.Tau, _random.NextDouble() * metres);
        return new Point(
            point.Longitude + (distance * Math.Cos(angle) / (MetresADegree * Math.Cos(double.DegreesToRadians(point.Latitude)))),
            point.Latitude + (distance * Math.Sin(angle) / MetresADegree));
    }

    private string AnyCode() => Codes[_random.Next(Codes.Length)];

    private bool Happens(double chance) => _random.NextDouble() < chance;
}
