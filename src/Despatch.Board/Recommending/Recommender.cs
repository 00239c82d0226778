using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Geography;

namespace Despatch.Board;

/// <summary>
/// Says whom to send, and why not somebody nearer. Who may be sent is asked of the domain (<see cref="Deployability"/>,
/// <see cref="AssignmentDecisions"/>); the nearest is the one that arrives first. The same picture always gives the same
/// answer. Immutable, so safe for concurrent callers. Blue lights are assumed for I and for nothing else.
/// </summary>
public sealed class Recommender(ITravelTime travel, BoardOptions options)
{
    /// <summary>Whom to send to an incident.</summary>
    /// <param name="incident">Where. Without a place, the free units of its pod are listed by status.</param>
    /// <param name="picture">Who there is.</param>
    /// <param name="skills">What the unit must be able to do, beside what the incident's procedure wants; all of them.</param>
    /// <param name="max">How many candidates at most; 1 or more.</param>
    /// <param name="now">The moment (UTC) by which the age of fixes is told.</param>
    public Recommendation Recommend(
        IncidentState incident, BoardPicture picture, IReadOnlyCollection<Skill> skills, int max, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(skills);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var request = new Request(incident, [.. skills.Concat(Wanted(incident, picture)).Distinct().Order()], picture, now);
        if (incident.IsClosed || incident.Grade == Grade.Referred)
        {
            var why = incident.IsClosed ? $"CAD {incident.Cad} is closed." : $"CAD {incident.Cad} is graded R: no unit attends.";
            return new(picture.Position, RecommendationOrder.TravelTime, why, [], []);
        }

        return incident.Place.Point is { } place && place.IsOnEarth()
            ? ByTravelTime(request, place, max)
            : ByStatus(request, max, "No location: no order by travel time.", []);
    }

    /// <summary>What the incident's procedure wants and no crew that is committed to it brings.</summary>
    private static IEnumerable<Skill> Wanted(IncidentState incident, BoardPicture picture) => incident.Procedure.Skills.Where(skill =>
        !incident.Assignments.Any(a => picture.Units.TryGetValue(a.Callsign, out var row) && row.State.Skills.Contains(skill)));

    private Recommendation ByTravelTime(Request request, Point place, int max)
    {
        var (located, unlocated) = Sort(request, place);
        var search = new NearestFirst(travel, place, request.Grade == Grade.Immediate);
        var offered = new List<Reached>(max);
        foreach (var standing in (Standing[])[Standing.Free, Standing.OnWord, Standing.Committed])
        {
            var group = located.Where(choice => choice.Standing == standing);
            Func<Choice, bool>? accept = standing == Standing.Committed ? choice => Diverts.MayOffer(choice.Unit, request) : null;
            offered.AddRange(search.Take(group, max - offered.Count, null, accept));
        }

        // Where fewer can be offered than were asked for, the nearest others are explained however far away they are.
        var last = offered.Count == max ? offered.Max(static o => o.Travel) : (TimeSpan?)null;
        var listed = offered.Select(static o => o.Choice.Unit.Callsign).ToHashSet(StringComparer.Ordinal);
        var others = search.Take(located.Where(choice => !listed.Contains(choice.Unit.Callsign)), options.PassedOver, last, null);
        var passed = others.Select(o => new PassedOver(o.Choice.Unit.Callsign, o.Travel, o.Choice.Metres, Wording.Why(o.Choice, request)));
        if (offered.Count == 0 && unlocated.Count > 0)
        {
            return ByStatus(request, max, "No unit that can be sent has a fresh fix: no order by travel time.", [.. passed]);
        }

        var lost = unlocated
            .Where(choice => last is null || choice.Row.Fix is null || search.Estimate(choice.Row) < last)
            .Take(options.PassedOver)
            .Select(choice => new PassedOver(choice.Unit.Callsign, null, null, Wording.NoFreshFix(choice, request)));
        return new(
            request.Picture.Position,
            RecommendationOrder.TravelTime,
            Ungraded(request),
            [.. offered.Select(o => Offer(o.Choice, o.Travel, request))],
            [.. passed, .. lost]);
    }

    /// <summary>
    /// Those with a fresh fix, by straight metres; and those without, as far as they are free to be sent: the freshest first, then,
    /// of the incident's own pod, those without any.
    /// </summary>
    private (Choice[] Located, List<Choice> Unlocated) Sort(Request request, Point place)
    {
        var located = new List<Choice>(request.Picture.Units.Count);
        var unlocated = new List<Choice>();
        foreach (var (_, row) in request.Picture.Units)
        {
            if (request.Has(row.State))
            {
                continue;
            }

            var choice = new Choice(row, request.StandingOf(row.State), row.Fix?.Point.MetresTo(place) ?? double.PositiveInfinity);
            if (row.Fix is { } fix && request.Now - fix.At <= options.StaleFix)
            {
                located.Add(choice);
            }
            else if (choice.Standing <= Standing.OnWord && (row.Fix is not null || IsOfPod(row, request)))
            {
                unlocated.Add(choice);
            }
        }

        var nearestFirst = located.ToArray();
        Array.Sort(located.ConvertAll(static choice => choice.Metres).ToArray(), nearestFirst);
        unlocated.Sort(static (a, b) => (b.Row.Fix?.At ?? default).CompareTo(a.Row.Fix?.At ?? default) is var byAge && byAge != 0
            ? byAge
            : string.CompareOrdinal(a.Unit.Callsign, b.Unit.Callsign));
        return (nearestFirst, unlocated);
    }

    private static Recommendation ByStatus(Request request, int max, string note, ImmutableArray<PassedOver> passedOver)
    {
        var pod = request.Incident.Place.Pod;
        var free = request.Picture.Units.Values
            .Where(row => IsOfPod(row, request) && !request.Has(row.State))
            .Select(row => new Choice(row, request.StandingOf(row.State), double.PositiveInfinity))
            .Where(static choice => choice.Standing <= Standing.OnWord)
            .OrderBy(static choice => choice.Standing)
            .ThenBy(static choice => choice.Unit.Status)
            .ThenBy(static choice => choice.Unit.Callsign, StringComparer.Ordinal)
            .Take(max);
        var notes = $"{note} These are the free units of pod {pod}, by status. {Ungraded(request)}".TrimEnd();
        return new(
            request.Picture.Position,
            RecommendationOrder.Status,
            notes,
            [.. free.Select(choice => Offer(choice, null, request))],
            passedOver);
    }

    private static Candidate Offer(Choice choice, TimeSpan? travelTime, Request request) => new(
        choice.Unit.Callsign,
        travelTime,
        travelTime is null ? null : choice.Metres,
        choice.Unit.Status,
        Wording.Reason(choice, request),
        Deployability.AuthorityFor(choice.Unit, request.Incident.Place),
        choice.Unit.Incident);

    private static string Ungraded(Request request) =>
        request.Incident.Grade is null ? $"CAD {request.Incident.Cad} has no grade: a unit goes once it is graded I, S or E." : "";

    private static bool IsOfPod(UnitRow row, Request request) =>
        string.Equals(row.State.Pod, request.Incident.Place.Pod, StringComparison.Ordinal);
}
