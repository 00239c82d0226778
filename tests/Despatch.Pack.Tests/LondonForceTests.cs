using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Pack.Tests;

public sealed class LondonForceTests
{
    private static readonly ForcePack London = ForcePack.London;

    [Fact]
    public void Sites_stand_in_their_order_of_fall_back() =>
        Assert.Equal(["lambeth", "hendon", "bow"], London.Force.Sites.Select(s => s.Key));

    [Fact]
    public void The_twelve_pods_are_those_of_the_design()
    {
        Assert.Equal(["AS", "SE", "SN", "SW", "AW", "NW", "WA", "CN", "CE", "NE", "EA", "NA"], London.Force.Pods.Select(p => p.Code));
        Assert.Equal(4, London.Force.Pods.Count(p => p.Site == "lambeth"));
        Assert.Equal(3, London.Force.Pods.Count(p => p.Site == "hendon"));
        Assert.Equal(5, London.Force.Pods.Count(p => p.Site == "bow"));
        Assert.All(London.Force.Pods, p => Assert.InRange(p.Boroughs.Length, 2, 4));
        Assert.Equal("AW", London.Force.UnlocatedPod);
        Assert.Equal("bow", London.HomeSite("NA").Key);
    }

    [Theory]
    [InlineData("CN", "AW NW CE NA")]
    [InlineData("AS", "SE SN SW")]
    [InlineData("SE", "AS SN")]
    public void Pods_that_border_on_each_other_are_neighbours_and_those_across_the_river_are_not(string pod, string expected) =>
        Assert.Equal(expected, string.Join(' ', London.NeighboursOf(pod)));

    [Fact]
    public void Neighbours_are_so_both_ways_and_an_unknown_pod_has_none()
    {
        Assert.All(London.Force.Pods, p => Assert.All(London.NeighboursOf(p.Code), n => Assert.Contains(p.Code, London.NeighboursOf(n))));
        Assert.All(London.Force.Pods, p => Assert.NotEmpty(London.NeighboursOf(p.Code)));
        Assert.Empty(London.NeighboursOf("ZZ"));
    }

    [Fact]
    public void Every_borough_is_in_exactly_one_pod_and_the_City_is_elsewhere()
    {
        var served = London.Force.Pods.SelectMany(p => p.Boroughs).ToList();
        Assert.Equal(32, served.Count);
        Assert.Equal(served.Count, served.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["City of London"], London.Boroughs.Boroughs.Except(served, StringComparer.Ordinal));
        Assert.Equal([new Elsewhere("City of London", "City of London Police", "AW")], London.Elsewhere);
        Assert.All(London.Boroughs.Boroughs, b => Assert.NotNull(London.PodOfBorough(b)));
        Assert.Null(London.PodOfBorough("Slough"));
    }

    [Fact]
    public void The_roster_has_about_600_units_one_in_five_of_them_Safer_Neighbourhoods()
    {
        var roster = London.Force.Roster;
        Assert.InRange(roster.Length, 580, 620);
        Assert.InRange(Count(UnitKind.SaferNeighbourhoods) / (double)roster.Length, 0.18, 0.22);
        Assert.True(Count(UnitKind.ResponseCar) > Count(UnitKind.ResponseVan), "response cars are the backbone");
        Assert.InRange(
            Count(UnitKind.Armed) + Count(UnitKind.Dog) + Count(UnitKind.Traffic) + Count(UnitKind.Tsg), 36, 72);
        Assert.All(Enum.GetValues<UnitKind>(), kind => Assert.True(Count(kind) > 0, $"no {kind}"));

        int Count(UnitKind kind) => roster.Count(u => u.Kind == kind);
    }

    [Fact]
    public void Every_borough_has_its_own_response_cars_and_an_area_car_based_in_it()
    {
        foreach (var borough in London.Force.Pods.SelectMany(p => p.Boroughs))
        {
            var based = London.Force.Roster.Where(u => London.Resolve(u.Base)?.Borough == borough).ToList();
            Assert.True(based.Count(u => u.Kind == UnitKind.ResponseCar) >= 3, borough);
            Assert.Contains(based, u => u.Kind == UnitKind.AreaCar);
            Assert.Equal(4, based.Count(u => u.Kind == UnitKind.SaferNeighbourhoods));
        }
    }

    [Fact]
    public void Callsigns_are_unique_and_begin_with_the_code_of_the_pod_that_works_the_base()
    {
        Assert.Equal(London.Force.Roster.Length, London.Units.Count);
        Assert.All(London.Force.Roster, u => Assert.StartsWith(u.Pod, u.Callsign, StringComparison.Ordinal));
        Assert.All(London.Force.Roster, u => Assert.Equal(u.Pod, London.Resolve(u.Base)?.Pod));
    }

    [Fact]
    public void Only_Safer_Neighbourhoods_keep_to_a_ward_and_it_lies_in_their_pod()
    {
        Assert.All(London.Force.Roster, u => Assert.Equal(u.Kind == UnitKind.SaferNeighbourhoods, u.Ward is not null));
        var wards = London.Force.Roster.Where(u => u.Ward is not null).ToList();
        Assert.All(wards, u => Assert.InRange(u.Ward!.RadiusMetres, 500, 1500));
        Assert.All(wards, u => Assert.Equal(u.Pod, London.Resolve(u.Ward!.Centre)?.Pod));
    }

    [Theory]
    [InlineData(UnitKind.Armed, Skill.Firearms)]
    [InlineData(UnitKind.Dog, Skill.DogHandler)]
    [InlineData(UnitKind.Traffic, Skill.Collision)]
    [InlineData(UnitKind.Tsg, Skill.PublicOrder)]
    [InlineData(UnitKind.AreaCar, Skill.Pursuit)]
    [InlineData(UnitKind.ResponseVan, Skill.PrisonerTransport)]
    public void A_kind_has_the_skill_that_makes_it_one(UnitKind kind, Skill skill)
    {
        Assert.All(London.Force.Roster.Where(u => u.Kind == kind), u => Assert.Contains(skill, u.Skills));
        if (skill is Skill.Firearms or Skill.DogHandler)
        {
            Assert.All(London.Force.Roster.Where(u => u.Kind != kind), u => Assert.DoesNotContain(skill, u.Skills));
        }
    }

    [Fact]
    public void Codes_have_two_or_three_digits_and_cover_what_people_call_for()
    {
        Assert.All(London.OpeningCodes.Keys.Concat(London.ResultCodes.Keys), c => Assert.Matches("^[0-9]{2,3}$", c));
        var meanings = string.Join('\n', London.Force.OpeningCodes.Select(c => c.Meaning));
        Assert.All(
            ["Violence", "Domestic", "Burglary", "Robbery", "Missing person", "Concern for welfare", "Collision", "Suspicious", "Mental health", "999 call silent", "Officer needs assistance"],
            words => Assert.Contains(words, meanings, StringComparison.Ordinal));
    }

    [Fact]
    public void Streets_lie_in_their_borough()
    {
        Assert.All(London.Boroughs.Boroughs.Where(b => b != "City of London"), b => Assert.Equal(40, London.StreetsIn(b).Length));
        Assert.NotEmpty(London.StreetsIn("City of London"));
        Assert.Empty(London.StreetsIn("Slough"));
        Assert.All(London.Boroughs.Boroughs.SelectMany(b => London.StreetsIn(b)), s => Assert.Equal(s.Borough, London.Resolve(s.Point)?.Borough));
    }

    [Fact]
    public void Every_other_force_has_the_number_of_its_control_room_s_supervisor_and_it_is_nobody_s()
    {
        Assert.Equal(47, London.OtherForces.Count);
        Assert.All(London.OtherForces.Values, f => Assert.StartsWith("+441632960", f.SupervisorNumber, StringComparison.Ordinal));
        Assert.All(London.Elsewhere, e => Assert.Contains(London.OtherForces.Values, f => f.Name == e.PolicedBy));
    }

    [Fact]
    public void Pursuits_are_commanded_and_the_named_operations_co_ordinated_centrally_from_the_start() =>
        Assert.Equal(
            [("56", CentralPart.Commands), ("904", CentralPart.Coordinates), ("905", CentralPart.Coordinates)],
            London.Command.FromStart.Select(c => (c.Key, c.Value)).OrderBy(c => c.Key, StringComparer.Ordinal));

    [Fact]
    public void The_pack_says_whose_data_it_is() =>
        Assert.Contains("Open Government Licence v3.0", London.Attribution, StringComparison.Ordinal);

    [Theory]
    [InlineData(Grade.Immediate, EscalationClock.NoUnit, "2 despatcher, 5 supervisor, 10 neighbours, 25 duty-officer, 40 duty-officer")]
    [InlineData(Grade.Significant, EscalationClock.NoUnit, "15 despatcher, 30 supervisor, 45 neighbours, 60 duty-officer, 75 duty-officer")]
    [InlineData(Grade.Immediate, EscalationClock.Target, "7.5 despatcher, 12 supervisor, 15 duty-officer, 30 duty-officer, 45 duty-officer")]
    [InlineData(Grade.Significant, EscalationClock.Target, "30 despatcher, 48 supervisor, 60 duty-officer, 75 duty-officer, 90 duty-officer")]
    [InlineData(Grade.Extended, EscalationClock.Target, "1440 despatcher, 2304 supervisor, 2880 duty-officer, 4320 duty-officer, 5760 duty-officer")]
    [InlineData(null, EscalationClock.Grading, "2 despatcher, 5 supervisor, 20 duty-officer, 35 duty-officer")]
    [InlineData(Grade.Immediate, EscalationClock.Review, "30 despatcher, 60 supervisor, 120 duty-officer, 180 duty-officer")]
    [InlineData(Grade.Referred, EscalationClock.Review, "240 despatcher, 480 supervisor, 1920 duty-officer, 3360 duty-officer")]
    [InlineData(Grade.Significant, EscalationClock.Transfer, "30 despatcher, 60 supervisor, 96 duty-officer, 120 chief-inspector, 180 chief-inspector, 240 chief-inspector")]
    public void Escalation_has_the_times_and_the_ladder_of_the_issue(Grade? grade, EscalationClock clock, string expected)
    {
        var rule = London.Escalation.RuleOf(grade, clock);
        Assert.NotNull(rule);
        var steps = Enumerable.Range(1, rule.Steps.Length + (rule.Then is null ? 0 : 2));
        Assert.Equal(expected, string.Join(", ", steps.Select(s => FormattableString.Invariant($"{rule.AfterOf(s).TotalMinutes} {rule.ToOf(s).Name}"))));
        Assert.Equal([Role.Despatcher, Role.Supervisor, Role.Supervisor, Role.DutyOfficer, Role.ChiefInspector], London.Escalation.Ladder.Select(r => r.Role));
        Assert.Equal("neighbours", Assert.Single(London.Escalation.Ladder, r => r.NeighbouringPods).Name);
    }
}
