using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Units;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Several who want the same thing at once.</summary>
public sealed class RaceTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task A_unit_that_eight_incidents_want_goes_to_one()
    {
        var cads = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _desk.Opened(site: i % 3)));
        var callsign = await _desk.OnPatrol();

        var answers = await Task.WhenAll(cads.Select(cad => _desk.Incident(cad, new AssignUnit(callsign, "", null))));

        var won = Assert.Single(answers, a => a.Refusal is null);
        Assert.Equal(7, answers.Count(a => a.Refusal?.Code == RefusalCode.UnitCommitted));
        Assert.Equal(won.Key, (await _desk.UnitOf(callsign)).Incident);
        var states = await Task.WhenAll(cads.Select(_desk.IncidentOf));
        Assert.Equal(won.Key, Assert.Single(states, s => !s.Assignments.IsEmpty).Key);
    }

    [Fact]
    public async Task Of_eight_diverts_at_once_each_takes_the_unit_from_where_it_really_is()
    {
        var start = await _desk.Opened(Grade.Extended);
        var cads = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _desk.Opened(site: i % 3)));
        var callsign = await _desk.OnPatrol(pod: 2);
        await _desk.Assign(start, callsign);

        foreach (var answer in await Task.WhenAll(cads.Select(cad => _desk.Incident(cad, new AssignUnit(callsign, "Worse", null)))))
        {
            Desk.Done(answer);
        }

        var at = (await _desk.UnitOf(callsign)).Incident;
        foreach (var cad in cads.Append(start))
        {
            var state = await _desk.IncidentOf(cad);
            Assert.Equal(
                string.Equals(cad, at, StringComparison.Ordinal) ? IncidentStatus.UnitAssigned : IncidentStatus.AwaitingUnit, state.Status);
        }
    }

    [Fact]
    public async Task A_status_and_a_divert_at_once_leave_unit_and_incidents_agreeing()
    {
        for (var i = 0; i < 10; i++)
        {
            var first = await _desk.Opened(Grade.Extended, site: 1);
            var second = await _desk.Opened(Grade.Immediate, site: 2);
            var callsign = await _desk.OnPatrol();
            await _desk.Assign(first, callsign);

            var answers = await Task.WhenAll(
                _desk.Status(callsign, UnitStatus.EnRoute), _desk.Incident(second, new AssignUnit(callsign, "Worse", null)));

            Assert.All(answers, a => Desk.Done(a));
            Assert.Equal(second, (await _desk.UnitOf(callsign)).Incident);
            Assert.Empty((await _desk.IncidentOf(first)).Assignments);
            Assert.Single((await _desk.IncidentOf(second)).Assignments);
        }
    }

    [Fact]
    public async Task Numbers_asked_for_at_three_sites_at_once_are_unique_and_belong_to_their_site()
    {
        var asked = from silo in TestForce.Silos
                    let source = cluster.At<ICadNumberSource>(silo)
                    from i in Enumerable.Range(0, 60)
                    select (Site: i % 3, Task: source.NextAsync(TestForce.Pods[i % 3], cluster.Clock.GetUtcNow()).AsTask());
        var all = asked.ToList();

        var numbers = await Task.WhenAll(all.Select(a => a.Task));

        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.All(all, a => Assert.Equal(a.Site, CadNumbers.SiteIndex(a.Task.Result.Number, 3)));
        Assert.True(numbers.Max(n => n.Number) <= numbers.Length + (9 * CadNumbers.BlockSize), "Too many numbers were skipped.");
    }
}
