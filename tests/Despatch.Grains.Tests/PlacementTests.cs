using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Grains.Placement;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Grains live at their home site while it is there, and elsewhere while it is not.</summary>
public sealed class PlacementTests
{
    private readonly HomeSites _homes = new(TestForce.Force);

    [Theory]
    [InlineData("unit-AS12", "lambeth hendon bow")]
    [InlineData("unit-NW12", "hendon bow lambeth")]
    [InlineData("unit-CN12", "bow lambeth hendon")]
    [InlineData("pod-AS", "lambeth hendon bow")]
    [InlineData("pod-CN", "bow lambeth hendon")]
    [InlineData("incident-20261121-10", "lambeth hendon bow")]
    [InlineData("incident-20261121-11", "hendon bow lambeth")]
    [InlineData("incident-20261121-30", "bow lambeth hendon")]
    [InlineData("incident-20261121-31", "lambeth hendon bow")]
    public void Home_follows_from_the_key_and_the_others_follow_in_the_fixed_order(string key, string order) =>
        Assert.Equal(order, string.Join(' ', _homes.Order(key, hash: 77)));

    [Theory]
    [InlineData("contact-abc")]
    [InlineData("numbers-20261121")]
    [InlineData("unit-ZZ12")]
    [InlineData("pod-ZZ")]
    [InlineData("unit-")]
    [InlineData("incident-20261121-007")]
    public void What_belongs_nowhere_in_particular_is_spread_by_its_hash(string key) =>
        Assert.Equal(
        ["lambeth", "hendon", "bow"],
        Enumerable.Range(0, 3).Select(hash => _homes.Order(key, (uint)hash).First()),
        StringComparer.Ordinal);

    [Theory]
    [InlineData("hendon-1", "hendon")]
    [InlineData("new-hendon-12", "new-hendon")]
    [InlineData("hendon", "hendon")]
    public void The_site_is_the_silo_s_name_up_to_the_number(string silo, string site) => Assert.Equal(site, HomeSiteDirector.SiteOf(silo));

    [Fact]
    public async Task Grains_live_at_home_and_elsewhere_while_home_is_gone()
    {
        var cluster = new Unwatched();
        await cluster.InitializeAsync();
        var desk = new Desk(cluster);
        for (var site = 0; site < 3; site++)
        {
            var callsign = await desk.OnPatrol(site);
            var cad = await desk.Opened(site: site);
            Assert.Equal(TestForce.Silos[site], cluster.Readers[UnitState.KeyOf(callsign)]);
            Assert.Equal(TestForce.Silos[site], cluster.Readers[cad]);
        }

        var kept = await desk.Opened(Grade.Immediate, site: 1);
        await cluster.Silos.StopSiloAsync(cluster.Named("hendon-1"));

        Desk.Done(await desk.Incident(kept, new AddEntry("Bow has it now")));
        Assert.Equal("bow-1", cluster.Readers[kept]);
        Assert.Equal("bow-1", cluster.Readers[UnitState.KeyOf(await desk.OnPatrol(pod: 1))]);
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_silo_s_own_grain_lives_on_that_silo()
    {
        var cluster = new TestCluster();
        await cluster.InitializeAsync();
        cluster.At<Board.Board>("bow-1").ApplyFixes([]);

        foreach (var silo in TestForce.Silos)
        {
            Assert.Equal(0, (await cluster.Client.GetGrain<ISiloGrain>(HomeSites.SiloPrefix + silo).Report()).Position);
        }

        cluster.MayFail = "york-1";
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Client.GetGrain<ISiloGrain>(HomeSites.SiloPrefix + "york-1").Report());
        await cluster.DisposeAsync();
    }

    /// <summary>Not shared with other tests: a silo of it ends.</summary>
    private sealed class Unwatched : TestCluster;
}
