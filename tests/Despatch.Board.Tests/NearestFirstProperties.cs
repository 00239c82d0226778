using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Properties;
using Despatch.Domain.Units;
using Despatch.Geography;
using FsCheck;
using FsCheck.Fluent;

namespace Despatch.Board.Tests;

/// <summary>The search ends early, and finds what a search to the end finds.</summary>
public sealed class NearestFirstProperties
{
    private static readonly Gen<Point> Places =
        from east in Gen.Choose(-4_000, 1_500)
        from north in Gen.Choose(513_500, 516_500)
        select new Point(east / 10_000.0, north / 10_000.0);

    private static readonly Gen<Crew> Crews =
        from place in Places
        from kind in Gen.Elements(UnitKind.ResponseCar, UnitKind.FootPatrol, UnitKind.SaferNeighbourhoods, UnitKind.AreaCar)
        from status in Gen.Elements(
            UnitStatus.OnPatrol, UnitStatus.AtStation, UnitStatus.OnPatrol, UnitStatus.Refreshments, UnitStatus.OnDuty, UnitStatus.EnRoute)
        select new Crew(place, kind, status);

    [Fact]
    public void Ending_the_search_early_changes_nothing() => Checking.ForAll(
        from crews in Crews.ListOf() from grade in Gen.Elements(Grade.Immediate, Grade.Significant) from max in Gen.Choose(1, 15)
        select (crews, grade, max),
        static x =>
        {
            var scene = SceneOf(x.crews, x.grade);
            var river = new RiverTravel();
            var (early, late) = (Recommend(scene, river, x.max), Recommend(scene, new ToTheEnd(river), x.max));
            Assert.Equal(late.Candidates, early.Candidates);
            Assert.Equal(late.PassedOver, early.PassedOver);
            Assert.Equal((late.Order, late.Note), (early.Order, early.Note));
        });

    [Fact]
    public void Those_too_far_away_need_no_estimate()
    {
        var scene = new Scene();
        for (var i = 0; i < 300; i++)
        {
            scene.Unit($"AS{i:000}", 100 * i);
        }

        var travel = new ToTheEnd(new StraightLineTravel());
        Recommend(scene, travel, 10);
        Assert.True(travel.Estimates >= 300, $"{travel.Estimates} of an unbounded search");
        var bounded = new Counted(new StraightLineTravel());
        Recommend(scene, bounded, 10);

        // Ten are offered; the eleventh ends the search, and that for those who are passed over.
        Assert.InRange(bounded.Estimates, 10, 12);
    }

    private static Scene SceneOf(IEnumerable<Crew> crews, Grade grade)
    {
        var scene = new Scene(grade);
        var number = 1;
        foreach (var crew in crews)
        {
            var callsign = $"AS{++number:000}";
            scene.Ledger.BookedOn(callsign, crew.Kind, "AS", crew.Place, null, []);
            scene.Ledger.Pressed(callsign, crew.Status);
            if (crew.Status == UnitStatus.EnRoute)
            {
                scene.Busy(callsign, number, number % 2 == 0 ? Grade.Extended : Grade.Immediate);
            }
        }

        return scene;
    }

    private static Recommendation Recommend(Scene scene, ITravelTime travel, int max)
    {
        var picture = scene.Ledger.Board().Picture();
        return new Recommender(travel, new BoardOptions()).Recommend(picture.Incidents[Ledger.Key(1)], picture, [], max, Ledger.Start);
    }

    private sealed record Crew(Point Place, UnitKind Kind, UnitStatus Status);

    private class Counted(ITravelTime inner) : ITravelTime
    {
        public int Estimates { get; private set; }

        public string Method => inner.Method;

        public TimeSpan Estimate(Point from, Point to, TravelProfile profile)
        {
            Estimates++;
            return inner.Estimate(from, to, profile);
        }

        public virtual TimeSpan AtLeast(double straightMetres, TravelProfile profile) => inner.AtLeast(straightMetres, profile);
    }

    private sealed class ToTheEnd(ITravelTime inner) : Counted(inner)
    {
        public override TimeSpan AtLeast(double straightMetres, TravelProfile profile) => TimeSpan.Zero;
    }
}
