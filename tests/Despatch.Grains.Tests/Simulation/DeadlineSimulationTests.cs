using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests.Simulation;

/// <summary>Deadlines while silos crash, on virtual time: a failing seed replays exactly.</summary>
public sealed class DeadlineSimulationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void While_silos_crash_each_deadline_is_raised_once_and_within_two_seconds(int seed)
    {
        using var simulation = new DeadlineSimulation(seed, TestForce.Force, TestForce.Policy);
        simulation.Open(60, TimeSpan.FromMinutes(3));
        simulation.Act(perSecond: 1);
        simulation.Run(TimeSpan.FromMinutes(12));

        var report = simulation.Report(Limit);
        Assert.True(simulation.Kills > 5, $"{simulation.Kills} kills");
        Assert.True(report.Raised > 20, $"{report.Raised} raised");
        Assert.Equal((0, 0, 0), (report.Missed, report.Duplicated, report.TooLate));
        Assert.InRange(report.Percentile(1), TimeSpan.Zero, Limit);
    }

    [Fact]
    public void A_cluster_that_does_not_sweep_is_found_out()
    {
        using var simulation = new DeadlineSimulation(1, TestForce.Force, TestForce.Policy with { Rules = Despatch(TestForce.Policy) });
        simulation.Open(10, TimeSpan.FromSeconds(10));
        simulation.Run(TimeSpan.FromMinutes(4));

        var report = new DeadlineAudit(simulation.Codec, TestForce.Policy, Limit).Check(simulation.Store, simulation.Now);
        Assert.True(report.Missed > 0);
    }

    /// <summary>No rules at all: nothing is ever due.</summary>
    private static System.Collections.Frozen.FrozenDictionary<(Domain.Incidents.Grade? Grade, Domain.Escalation.EscalationClock Clock), Domain.Escalation.ClockRule> Despatch(
        Domain.Escalation.EscalationPolicy policy) =>
        System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(policy.Rules.Where(_ => false));
}
