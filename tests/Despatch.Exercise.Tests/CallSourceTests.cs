using Despatch.Exercise.Calls;
using Despatch.Pack;

namespace Despatch.Exercise.Tests;

public sealed class CallSourceTests
{
    // A Friday, 20:30 in London.
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 20, 30, 0, TimeSpan.Zero);

    [Fact]
    public void One_seed_draws_the_same_calls_again() => Assert.Equal(Draw(42, 500), Draw(42, 500));

    [Fact]
    public void Another_seed_draws_others() => Assert.NotEqual(Draw(42, 20), Draw(43, 20));

    [Fact]
    public void Calls_come_in_their_order_and_at_the_rate_of_their_hour()
    {
        var calls = Source(1).TakeWhile(c => c.At < TimeSpan.FromHours(24)).ToList();

        Assert.True(calls.Zip(calls.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
        for (var hour = 0; hour < 23; hour++)
        {
            var from = TimeSpan.FromMinutes(30 + (60 * hour));
            var came = calls.Count(c => c.At >= from && c.At < from + TimeSpan.FromHours(1));
            var expected = ForcePack.London.Demand.BusyWeekAt(Demand.HourOfWeek(Friday + from));

            // Five standard deviations of a Poisson count.
            Assert.InRange(came, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void Twice_the_load_is_twice_the_calls()
    {
        var once = Source(1).TakeWhile(c => c.At < TimeSpan.FromHours(24)).Count();
        var twice = Source(1, load: 2).TakeWhile(c => c.At < TimeSpan.FromHours(24)).Count();

        Assert.InRange((double)twice / once, 1.9, 2.1);
    }

    [Fact]
    public void Every_call_is_one_that_the_force_can_take()
    {
        var pack = ForcePack.London;
        foreach (var call in Source(3).Take(3_000))
        {
            Assert.True(pack.OpeningCodes.ContainsKey(call.Scenario.OpeningCode), call.Scenario.OpeningCode);
            Assert.True(pack.ResultCodes.ContainsKey(call.ResultCode), call.ResultCode);
            Assert.NotNull(pack.Resolve(call.Where));
            Assert.NotEqual(V1.Grade.Unspecified, call.Grade);
            Assert.Equal(call.Silent || call.Abandoned, call.Words.Length == 0);
            Assert.InRange(call.Talk, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20));
            Assert.DoesNotContain("{", call.Words);
        }
    }

    [Fact]
    public void The_mix_has_every_course_grade_and_scene()
    {
        var calls = Source(5).Take(5_000).ToList();

        Assert.Equal(Enum.GetValues<CallCourse>(), calls.Select(c => c.Course).Distinct().Order());
        Assert.Equal(Enum.GetValues<SceneCourse>(), calls.Select(c => c.Scene).Distinct().Order());
        Assert.Equal(4, calls.Select(c => c.Grade).Distinct().Count());
        Assert.Contains(calls, c => c.Silent);
        Assert.Contains(calls, c => c.Abandoned);
        Assert.Contains(calls, c => !c.SaysWhere);
    }

    [Fact]
    public void Every_scenarios_words_are_an_assessment()
    {
        foreach (var scenario in Scenarios.All.Append(Scenarios.Emergency).Append(Scenarios.SilentCall))
        {
            var thrive = new Domain.Incidents.Assessment(scenario.Threat, "a b", "a b", "a b", scenario.Vulnerability, "a b");
            Assert.Null(thrive.FirstThinPart());
            Assert.Equal(4, scenario.Grades.Length);
        }
    }

    private static List<DrawnCall> Draw(int seed, int count) => [.. Source(seed).Take(count)];

    private static IEnumerable<DrawnCall> Source(int seed, double load = 1)
    {
        var source = new CallSource(ForcePack.London, seed, Friday, peak: false, load);
        while (true)
        {
            yield return source.Next();
        }
    }
}
