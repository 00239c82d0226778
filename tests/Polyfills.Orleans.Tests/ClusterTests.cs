using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.TestingHost;

namespace Polyfills.OrleansTests;

public interface ISiteGrain : IGrainWithStringKey
{
    Task<string> Where();

    Task Home();

    Task<Order> Echo(Order order);

    Task<Answer> Decide(int grade);

    Task<Answer> DecideAgain(Answer answer, string? nothing);

    Task Throw(string kind);

    Task Hold(string name);

    Task<bool> SameInstance(Order order);
}

[BySite]
public sealed class SiteGrain(ILocalSiloDetails silo) : Grain, ISiteGrain
{
    public static Order Shared { get; } = new("TX21", 1, []);

    public Task<string> Where() => Task.FromResult(silo.Name);

    public Task Home()
    {
        MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task<Order> Echo(Order order) => Task.FromResult(order);

    public Task<Answer> Decide(int grade) =>
        Task.FromResult<Answer>(grade == 1 ? new Accepted(4711) : new Refused("unit-not-available", "committed"));

    public Task<Answer> DecideAgain(Answer answer, string? nothing) => Task.FromResult(nothing is null ? answer : new Accepted(0));

    public Task Throw(string kind) => throw (kind switch
    {
        "invalid" => new InvalidOperationException("bad grade"),
        "timeout" => new TimeoutException("too late"),
        _ => new AngryException("own"),
    });

    public async Task Hold(string name)
    {
        Gates.Open(name + ".began");
        await Gates.Reached(name);
    }

    public Task<bool> SameInstance(Order order) => Task.FromResult(ReferenceEquals(order, Shared));
}

/// <summary>Three silos with the names of the sites; any further one is Lambeth again.</summary>
public static class Sites
{
    public static readonly string[] Names = ["Bow", "Hendon", "Lambeth"];

    public static async Task<InProcessTestCluster> Deploy()
    {
        var next = -1;
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((options, _) => options.SiloName = Names[Math.Min(Interlocked.Increment(ref next), 2)]);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseWire();
            silo.AddPlacementDirector<BySiteStrategy, BySiteDirector>();
        });
        builder.ConfigureClient(client => client.Services.AddWire());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    public static InProcessSiloHandle Named(this InProcessTestCluster cluster, string name) =>
        cluster.Silos.Single(s => string.Equals(s.ServiceProvider.GetRequiredService<ILocalSiloDetails>().Name, name, StringComparison.Ordinal));

    public static IGrainFactory From(this InProcessTestCluster cluster, string name) =>
        cluster.Named(name).ServiceProvider.GetRequiredService<IGrainFactory>();
}

public class ClusterTests
{
    [Fact]
    public async Task The_director_places_each_grain_at_its_site()
    {
        await using var cluster = await Sites.Deploy();
        foreach (var site in Sites.Names)
        {
            Assert.Equal(site, await cluster.Client.GetGrain<ISiteGrain>(site + "/placed").Where());
            Assert.Equal(site, await cluster.From("Bow").GetGrain<ISiteGrain>(site + "/placed").Where());
        }
    }

    [Fact]
    public async Task Records_cross_silos_as_bytes_and_stay_themselves_on_their_own_silo()
    {
        await using var cluster = await Sites.Deploy();
        var order = new Order("TX21", 2, [new Fix(51.5, -0.12, new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(1)))]);

        var echoed = await cluster.From("Bow").GetGrain<ISiteGrain>("Lambeth/wire").Echo(order);

        Assert.NotSame(order, echoed);
        Assert.Equal(order with { Track = echoed.Track }, echoed);
        Assert.Equal(order.Track, echoed.Track);
        Assert.Equal(TimeSpan.FromHours(1), echoed.Track[0].At.Offset);
        Assert.True(await cluster.From("Lambeth").GetGrain<ISiteGrain>("Lambeth/wire").SameInstance(SiteGrain.Shared));
        Assert.False(await cluster.From("Bow").GetGrain<ISiteGrain>("Lambeth/wire").SameInstance(SiteGrain.Shared));
    }

    [Theory]
    [InlineData("Bow")]
    [InlineData("Lambeth")]
    public async Task A_refusal_arrives_as_the_record_it_is(string from)
    {
        await using var cluster = await Sites.Deploy();
        var grain = cluster.From(from).GetGrain<ISiteGrain>("Lambeth/refusal");

        Assert.Equal(new Accepted(4711), await grain.Decide(1));
        Assert.Equal(new Refused("unit-not-available", "committed"), await grain.Decide(2));
        Assert.Equal(new Refused("x", "y"), await grain.DecideAgain(new Refused("x", "y"), nothing: null));
    }

    [Fact]
    public async Task Framework_exceptions_cross_silos_and_own_ones_lose_themselves()
    {
        await using var cluster = await Sites.Deploy();
        var near = cluster.From("Lambeth").GetGrain<ISiteGrain>("Lambeth/throw");
        var far = cluster.From("Bow").GetGrain<ISiteGrain>("Lambeth/throw");

        Assert.Equal("bad grade", (await Assert.ThrowsAsync<InvalidOperationException>(() => far.Throw("invalid"))).Message);
        Assert.Equal("too late", (await Assert.ThrowsAsync<TimeoutException>(() => far.Throw("timeout"))).Message);
        Assert.Contains("AngryException", (await Assert.ThrowsAsync<CodecNotFoundException>(() => far.Throw("own"))).Message, StringComparison.Ordinal);
        Assert.Equal("own", (await Assert.ThrowsAsync<AngryException>(() => near.Throw("own"))).Code);
    }

    [Fact]
    public async Task After_a_stop_a_grain_lives_elsewhere_and_comes_home_by_migration_only()
    {
        await using var cluster = await Sites.Deploy();
        await cluster.StopSiloAsync(cluster.Named("Lambeth"));
        var grain = cluster.From("Hendon").GetGrain<ISiteGrain>("Lambeth/home");
        Assert.Equal("Bow", await grain.Where());

        await cluster.StartAdditionalSiloAsync();
        await cluster.WaitForLivenessToStabilizeAsync();
        Assert.Equal("Bow", await grain.Where());
        await cluster.DeactivateAsync(grain);
        Assert.Equal("Bow", await grain.Where());

        await grain.Home();
        Assert.Equal("Lambeth", await grain.Where());
    }

    [Fact]
    public async Task Stopping_a_silo_under_load_loses_no_call_without_saying_so_at_once()
    {
        await using var cluster = await Sites.Deploy();
        var stopping = cluster.Named("Lambeth");
        var stopped = false;
        var callers = Enumerable.Range(0, 8).Select(i =>
        {
            var factory = cluster.From(i % 2 == 0 ? "Bow" : "Hendon");
            return Task.Run(async () =>
            {
                var calls = 0;
                for (var left = 100; left > 0; left -= Volatile.Read(ref stopped) ? 1 : 0)
                {
                    await Call(factory.GetGrain<ISiteGrain>($"Lambeth/drain{calls++ % 20}"));
                    if (calls == 200)
                    {
                        Gates.Open("drain" + i);
                    }
                }
            });
        }).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Gates.Passed("drain" + i)));

        await cluster.StopSiloAsync(stopping);
        Volatile.Write(ref stopped, true);

        await Task.WhenAll(callers);
        Assert.Equal("Bow", await cluster.From("Bow").GetGrain<ISiteGrain>("Lambeth/drain1").Where());

        static async Task Call(ISiteGrain grain)
        {
            try
            {
                await grain.Where();
            }
            catch (OrleansMessageRejectionException)
            {
                // Upstream rejects some while the silo stops; the polyfill never needs to.
            }
        }
    }

    [Fact]
    public async Task Membership_updates_tell_of_a_silo_that_stops()
    {
        await using var cluster = await Sites.Deploy();
        var membership = cluster.Named("Bow").ServiceProvider.GetRequiredService<IClusterMembershipService>();
        var active = membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.Name);
        Assert.Equal("Bow Hendon Lambeth", string.Join(' ', active.Order(StringComparer.Ordinal)));
        var stopped = cluster.Named("Hendon");

        await cluster.StopSiloAsync(stopped);

        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(TestContext.Current.CancellationToken))
        {
            if (snapshot.GetSiloStatus(stopped.SiloAddress) is SiloStatus.Dead)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task The_management_grain_counts_grains_by_kind_and_silo()
    {
        await using var cluster = await Sites.Deploy();
        for (var i = 0; i < 5; i++)
        {
            await cluster.Client.GetGrain<ISiteGrain>("Hendon/counted" + i).Where();
        }

        var statistics = await cluster.From("Bow").GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();

        var sites = Assert.Single(statistics, s => s.GrainType.Contains(nameof(SiteGrain), StringComparison.Ordinal));
        Assert.Equal((5, cluster.Named("Hendon").SiloAddress), (sites.ActivationCount, sites.SiloAddress));
        Assert.Equal(3, (await cluster.Client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
    }

    [Fact]
    public async Task Three_hosts_of_one_process_make_one_cluster()
    {
        var hosts = new List<IHost>();
        var primary = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 23_100);
        for (var i = 0; i < 3; i++)
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            var (name, port) = (Sites.Names[i], 23_100 + i);
            builder.UseOrleans(silo => silo
                .UseLocalhostClustering(port, gatewayPort: 23_200 + i, primary, "despatch", "london")
                .Configure<SiloOptions>(o => o.SiloName = name)
                .UseWire()
                .AddPlacementDirector<BySiteStrategy, BySiteDirector>());
            hosts.Add(builder.Build());
        }

        foreach (var host in hosts)
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }

        foreach (var site in Sites.Names)
        {
            var factory = hosts[0].Services.GetRequiredService<IGrainFactory>();
            Assert.Equal(site, await factory.GetGrain<ISiteGrain>(site + "/hosted").Where());
        }

        foreach (var host in hosts.AsEnumerable().Reverse())
        {
            await host.StopAsync(TestContext.Current.CancellationToken);
            host.Dispose();
        }
    }
}
