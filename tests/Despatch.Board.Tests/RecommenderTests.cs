using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.Geography;

namespace Despatch.Board.Tests;

public sealed class RecommenderTests
{
    [Fact]
    public void Units_come_in_order_of_travel_time()
    {
        var result = new Scene().Unit("AS23", 3_000).Unit("AS21", 1_000).Unit("AS22", 2_000, UnitStatus.AtStation).Recommend();
        Assert.Equal(["AS21", "AS22", "AS23"], Offered(result));
        Assert.Equal(RecommendationOrder.TravelTime, result.Order);
        Assert.Equal("", result.Note);
        Assert.Equal(1_000, result.Candidates[0].MetresAway!.Value, 1.0);
        var estimate = new StraightLineTravel().Estimate(Ledger.North(1_000), Ledger.Brixton, TravelProfile.BlueLight);
        Assert.Equal(estimate, result.Candidates[0].TravelTime);
        Assert.Equal("available at station (status 3)", result.Candidates[1].Reason);
    }

    [Fact]
    public void The_nearest_unit_is_the_one_that_arrives_first_and_officers_on_foot_are_slower()
    {
        var result = new Scene().Unit("AS60", 400, kind: UnitKind.FootPatrol).Unit("AS21", 2_000).Recommend();
        Assert.Equal(["AS21", "AS60"], Offered(result));
    }

    [Fact]
    public void Blue_lights_are_for_an_immediate_only()
    {
        var immediate = new Scene().Unit("AS21", 2_000).Recommend();
        var significant = new Scene(Grade.Significant).Unit("AS21", 2_000).Recommend();
        Assert.True(immediate.Candidates[0].TravelTime < significant.Candidates[0].TravelTime);
    }

    [Fact]
    public void Units_that_arrive_together_come_by_callsign()
    {
        var result = new Scene().Unit("AS29", 500).Unit("AS21", 500).Unit("AS25", 500).Recommend(2);
        Assert.Equal(["AS21", "AS25"], Offered(result));
    }

    [Fact]
    public void A_fix_from_a_terminal_counts_for_more_than_an_older_one_from_a_fact()
    {
        var scene = new Scene().Unit("AS21", 5_000).Unit("AS22", 3_000);
        var newer = scene.Ledger.FixAt(Ledger.North(100), TimeSpan.FromSeconds(1));
        var result = scene.Recommend(and: board => board.ApplyFixes([new("AS21", newer)]));
        Assert.Equal(["AS21", "AS22"], Offered(result));
    }

    [Theory]
    [InlineData(UnitStatus.OnDuty, "is on duty but not yet available (status 1)")]
    [InlineData(UnitStatus.OnScene, "is on scene (status 6): it must be deployable (status 7) before it can be diverted")]
    [InlineData(UnitStatus.CommittedNotDeployable, "is committed and not deployable (status 8)")]
    [InlineData(UnitStatus.WithPrisoner, "is with a prisoner (status 9)")]
    [InlineData(UnitStatus.Emergency, "needs assistance itself (status 0)")]
    public void A_nearer_unit_in_a_wrong_status_is_passed_over_in_the_domains_words(UnitStatus status, string why)
    {
        var result = new Scene().Unit("AS21", 1_000, status).Unit("AS22", 2_000).Recommend(1);
        Assert.Equal(["AS22"], Offered(result));
        var passed = Assert.Single(result.PassedOver);
        Assert.Equal(("AS21", why), (passed.Callsign, passed.Why));
        Assert.True(passed.TravelTime < result.Candidates[0].TravelTime);
    }

    [Fact]
    public void Refreshments_are_left_for_an_immediate_only()
    {
        Assert.Equal(["AS21"], Offered(new Scene().Unit("AS21", 1_000, UnitStatus.Refreshments).Recommend()));
        var significant = new Scene(Grade.Significant).Unit("AS21", 1_000, UnitStatus.Refreshments).Recommend();
        Assert.Empty(significant.Candidates);
        Assert.Contains("refreshments", Why(significant, "AS21"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_those_nearer_than_the_last_candidate_are_explained()
    {
        var result = new Scene()
            .Unit("AS21", 1_000, UnitStatus.OnDuty).Unit("AS22", 2_000).Unit("AS23", 3_000, UnitStatus.OnDuty).Recommend(1);
        Assert.Equal(["AS21"], result.PassedOver.Select(p => p.Callsign));
    }

    [Fact]
    public void The_last_candidate_is_the_one_that_arrives_last_and_not_the_one_listed_last()
    {
        var result = new Scene()
            .Unit("AS70", 100, kind: UnitKind.Tsg).Unit("AS22", 2_000, UnitStatus.OnDuty).Unit("AS21", 4_000).Recommend(2);
        Assert.Equal(["AS21", "AS70"], Offered(result));
        Assert.Equal(["AS22"], result.PassedOver.Select(p => p.Callsign));
    }

    [Fact]
    public void A_unit_ten_times_as_far_is_first_if_it_arrives_first()
    {
        var picture = new Scene().Unit("AS21", 1_000).Unit("AS22", 10_000).Ledger.Board().Picture();
        var incident = picture.Incidents[Ledger.Key(1)];
        var result = new Recommender(new Motorway(), new BoardOptions()).Recommend(incident, picture, [], 1, Ledger.Start);
        Assert.Equal(["AS22"], Offered(result));
    }

    [Fact]
    public void Where_too_few_can_be_offered_the_nearest_others_are_explained_but_not_the_whole_city()
    {
        var scene = new Scene { Options = new BoardOptions { PassedOver = 3 } };
        for (var i = 0; i < 10; i++)
        {
            scene.Unit($"AS3{i}", 1_000 * (10 - i), UnitStatus.WithPrisoner);
        }

        Assert.Equal(["AS39", "AS38", "AS37"], scene.Recommend().PassedOver.Select(p => p.Callsign));
    }

    [Fact]
    public void A_unit_without_a_skill_is_passed_over_and_the_skill_is_named()
    {
        var result = new Scene()
            .Unit("AS21", 1_000, skills: Skill.Taser)
            .Unit("AS22", 2_000, skills: [Skill.Taser, Skill.MethodOfEntry])
            .Recommend(1, skills: [Skill.Taser, Skill.MethodOfEntry]);
        Assert.Equal(["AS22"], Offered(result));
        Assert.Equal("lacks method of entry", Why(result, "AS21"));
    }

    [Fact]
    public void Closest_unit_excludes_stale_fixes()
    {
        var scene = new Scene().Unit("AS21", 100).Unit("AS22", 2_000);
        var result = scene.Recommend(1, TimeSpan.FromMinutes(7), board =>
            board.ApplyFixes([new("AS22", scene.Ledger.FixAt(Ledger.North(2_000), TimeSpan.FromMinutes(6)))]));
        Assert.Equal(["AS22"], Offered(result));
        var passed = Assert.Single(result.PassedOver);
        Assert.Equal(("AS21", null, null), (passed.Callsign, passed.TravelTime, passed.MetresAway));
        Assert.Equal("has no fresh fix: the last is 7 min 0 s old, 100 m from here", passed.Why);
    }

    [Fact]
    public void A_fix_is_good_for_two_minutes_and_not_a_moment_longer()
    {
        var scene = new Scene().Unit("AS21", 100);
        Assert.Equal(RecommendationOrder.TravelTime, scene.Recommend(later: TimeSpan.FromMinutes(2)).Order);
        Assert.Equal(RecommendationOrder.Status, scene.Recommend(later: TimeSpan.FromMinutes(2) + TimeSpan.FromTicks(1)).Order);
    }

    [Fact]
    public void When_no_fix_is_fresh_the_pods_free_units_are_listed_by_status()
    {
        var result = new Scene()
            .Unit("AS22", 100, UnitStatus.AtStation).Unit("AS21", 200).Unit("SE21", 50, pod: "SE").Recommend(later: TimeSpan.FromHours(1));
        Assert.Equal(RecommendationOrder.Status, result.Order);
        Assert.Equal(["AS21", "AS22"], Offered(result));
        Assert.StartsWith("No unit that can be sent has a fresh fix", result.Note, StringComparison.Ordinal);
        Assert.Null(result.Candidates[0].TravelTime);
    }

    [Fact]
    public void An_incident_without_a_place_has_no_order_by_travel_time()
    {
        var result = new Scene(located: false)
            .Unit("AS24", 100, UnitStatus.Refreshments).Unit("AS23", 100, UnitStatus.AtStation).Unit("AS22", 100).Unit("AS21", 900)
            .Unit("AS25", 100, UnitStatus.WithPrisoner).Unit("AS70", 100, kind: UnitKind.Tsg).Unit("SE21", 50, pod: "SE").Recommend(9);
        Assert.Equal(RecommendationOrder.Status, result.Order);
        Assert.StartsWith("No location: no order by travel time.", result.Note, StringComparison.Ordinal);
        Assert.Equal(["AS21", "AS22", "AS23", "AS24", "AS70"], Offered(result));
        Assert.All(result.Candidates, c => Assert.Null(c.TravelTime));
        Assert.Empty(result.PassedOver);
    }

    [Fact]
    public void Ring_fenced_units_come_after_all_others_and_say_whose_word_they_take()
    {
        var ward = new Ward("Ferndale", Ledger.North(20_000), 500);
        var scene = new Scene()
            .Unit("AS70", 100, kind: UnitKind.Tsg).Unit("AS80", 10, kind: UnitKind.SaferNeighbourhoods, ward: ward).Unit("AS21", 4_000);
        var result = scene.Recommend(3);
        Assert.Equal(["AS21", "AS80", "AS70"], Offered(result));
        Assert.Equal(Role.ChiefInspector, result.Candidates.Single(c => c.Callsign is "AS70").AuthorityNeeded);
        Assert.Equal(Role.DutyOfficer, result.Candidates.Single(c => c.Callsign is "AS80").AuthorityNeeded);
        var shortList = scene.Recommend(1);
        Assert.Equal("is ring-fenced: moves on a chief inspector's word", Why(shortList, "AS70"));
        Assert.Equal("is ring-fenced to Ferndale: moves on a duty officer's word", Why(shortList, "AS80"));
    }

    [Fact]
    public void A_ward_officer_in_the_own_ward_is_a_unit_like_any_other()
    {
        var ward = new Ward("Ferndale", Ledger.Brixton, 500);
        var result = new Scene().Unit("AS80", 10, kind: UnitKind.SaferNeighbourhoods, ward: ward).Unit("AS21", 4_000).Recommend();
        Assert.Equal("AS80", result.Candidates[0].Callsign);
        Assert.Null(result.Candidates[0].AuthorityNeeded);
    }

    [Fact]
    public void A_unit_going_to_a_less_urgent_incident_is_offered_as_a_divert_after_every_free_unit()
    {
        var scene = new Scene().Unit("AS21", 100, UnitStatus.EnRoute).Busy("AS21", 2, Grade.Extended).Unit("AS22", 8_000);
        var result = scene.Recommend();
        Assert.Equal(["AS22", "AS21"], Offered(result));
        Assert.Equal("", result.Candidates[0].DivertFrom);
        Assert.Equal(Ledger.Key(2), result.Candidates[1].DivertFrom);
        Assert.Equal("en route (status 5), committed to CAD 2/21NOV26 (E): would be diverted", result.Candidates[1].Reason);
        Assert.Equal("is committed to CAD 2/21NOV26 (E)", Why(scene.Recommend(1), "AS21"));
    }

    [Fact]
    public void A_unit_told_to_go_elsewhere_is_not_free_because_its_status_still_says_so()
    {
        var result = new Scene().Unit("AS21", 100).Busy("AS21", 2, Grade.Extended).Recommend();
        Assert.Equal(Ledger.Key(2), Assert.Single(result.Candidates).DivertFrom);
    }

    [Theory]
    [InlineData(Grade.Immediate)]
    [InlineData(Grade.Significant)]
    public void A_unit_is_not_offered_away_from_an_incident_that_is_as_urgent_or_more(Grade other)
    {
        var result = new Scene(Grade.Significant)
            .Unit("AS21", 100, UnitStatus.EnRoute).Busy("AS21", 2, other).Unit("AS22", 8_000).Recommend();
        Assert.Equal(["AS22"], Offered(result));
        Assert.Equal($"is committed to CAD 2/21NOV26 ({other.Letter()}): only a supervisor may divert it", Why(result, "AS21"));
    }

    [Fact]
    public void A_unit_on_scene_elsewhere_says_where_it_is()
    {
        var result = new Scene().Unit("AS21", 100, UnitStatus.OnScene).Busy("AS21", 2, Grade.Extended).Recommend();
        Assert.EndsWith("; committed to CAD 2/21NOV26 (E)", Why(result, "AS21"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_that_is_assigned_already_is_neither_offered_nor_passed_over()
    {
        var scene = new Scene().Unit("AS21", 100).Unit("AS22", 5_000);
        scene.Ledger.Assigned(1, "AS21");
        scene.Ledger.Committed("AS21", 1);
        var result = scene.Recommend();
        Assert.Equal(["AS22"], Offered(result));
        Assert.Empty(result.PassedOver);
    }

    [Fact]
    public void An_ungraded_incident_shows_who_is_near_and_says_that_it_must_be_graded()
    {
        var result = new Scene(grade: null)
            .Unit("AS21", 100).Unit("AS22", 50, UnitStatus.EnRoute).Busy("AS22", 2, Grade.Extended).Recommend();
        Assert.Equal(["AS21"], Offered(result));
        Assert.Equal("CAD 1/21NOV26 has no grade: a unit goes once it is graded I, S or E.", result.Note);
    }

    [Fact]
    public void Nobody_is_sent_to_a_referred_incident()
    {
        var result = new Scene(Grade.Referred).Unit("AS21", 100).Recommend();
        Assert.Empty(result.Candidates);
        Assert.Equal("CAD 1/21NOV26 is graded R: no unit attends.", result.Note);
    }

    [Fact]
    public void Asking_for_no_candidate_is_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => new Scene().Recommend(0));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_offered_is_what_an_estimate_for_everybody_would_give(int seed)
    {
        var random = new Random(seed);
        var scene = new Scene();
        for (var i = 0; i < 300; i++)
        {
            scene.Unit($"AS{i:000}", random.Next(25_000), (UnitStatus)random.Next(1, 5), (UnitKind)random.Next(4));
        }

        var picture = scene.Ledger.Board().Picture();
        var travel = new StraightLineTravel();
        var expected = picture.Units.Values
            .Where(u => Deployability.Of(u.State, Grade.Immediate) is null)
            .OrderBy(u => travel.Estimate(u.Fix!.Point, Ledger.Brixton, TravelProfiles.Of(u.State.Kind, blueLights: true)))
            .ThenBy(u => u.State.Callsign, StringComparer.Ordinal)
            .Select(u => u.State.Callsign)
            .Take(12);
        Assert.Equal(expected, Offered(scene.Recommend(12)));
    }

    /// <summary>The far ones have a motorway, at 120 km/h; the near ones a market.</summary>
    private sealed class Motorway : ITravelTime
    {
        public string Method => "motorway";

        public TimeSpan Estimate(Point from, Point to, TravelProfile profile) =>
            from.MetresTo(to) > 5_000 ? TimeSpan.FromHours(from.MetresTo(to) / 120_000) : TimeSpan.FromMinutes(10);

        public TimeSpan AtLeast(double straightMetres, TravelProfile profile) => TimeSpan.FromHours(straightMetres / 120_001);
    }

    private static IEnumerable<string> Offered(Recommendation result) => result.Candidates.Select(c => c.Callsign);

    private static string Why(Recommendation result, string callsign) =>
        result.PassedOver.Single(p => string.Equals(p.Callsign, callsign, StringComparison.Ordinal)).Why;
}
