using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Simulation;

namespace Polyfills.OrleansTests.Simulation;

public interface IPingGrain : IGrainWithStringKey
{
    Task<int> Ping(int hops);

    Task<int> Count();

    Task Rest(TimeSpan time);

    Task Tick();

    Task<string> Where();
}

[BySite]
public sealed class PingGrain(TimeProvider clock, ILocalSiloDetails silo) : Grain, IPingGrain
{
    private int _count;

    public async Task<int> Ping(int hops)
    {
        _count++;
        await Task.Yield();
        if (hops == 0)
        {
            return 0;
        }

        var others = await Task.WhenAll(
            GrainFactory.GetGrain<IPingGrain>("Bow/ping" + hops).Ping(hops - 1),
            GrainFactory.GetGrain<IPingGrain>("Hendon/ping" + hops).Ping(hops - 1));
        return 1 + others.Sum();
    }

    public Task<int> Count() => Task.FromResult(_count);

    public Task Rest(TimeSpan time) => Task.Delay(time, clock);

    public Task Tick()
    {
        this.RegisterGrainTimer(() => Task.FromResult(_count++), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public Task<string> Where() => Task.FromResult(silo.Name);
}

public class SimulationTests
{
    [Fact]
    public void The_same_seed_replays_every_step_and_another_does_not()
    {
        var first = Run(seed: 7);
        var again = Run(seed: 7);
        var other = Run(seed: 8);

        Assert.Equal(first.Trace, again.Trace);
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.NotEqual(first.Fingerprint, other.Fingerprint);
        Assert.True(first.Trace.Count > 100);
    }

    [Fact]
    public void Virtual_time_passes_only_when_nothing_is_ready()
    {
        using var cluster = Deploy(seed: 1);
        var start = cluster.Scheduler.GetUtcNow();
        var grain = cluster.Silos[0].GrainFactory.GetGrain<IPingGrain>("Bow/rest");

        cluster.RunUntil(async () =>
        {
            await grain.Tick();
            await grain.Rest(TimeSpan.FromSeconds(8));
        });
        Assert.InRange(cluster.Scheduler.GetUtcNow() - start, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));

        cluster.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(10, cluster.RunUntil(grain.Count));
    }

    [Fact]
    public void A_lost_request_times_out_and_a_doubled_one_runs_twice()
    {
        using var cluster = Deploy(seed: 3);
        var grain = cluster.Silos[0].GrainFactory.GetGrain<IPingGrain>("Hendon/lost");
        cluster.Network = m => m.Method is "IPingGrain.Ping" ? Delivery.Lost : Delivery.Once;
        Assert.Throws<TimeoutException>(() => cluster.RunUntil(() => grain.Ping(0)));

        cluster.Network = m => m.Method is "IPingGrain.Ping" ? Delivery.Twice(TimeSpan.FromMilliseconds(50)) : Delivery.Once;
        cluster.RunUntil(() => grain.Ping(0));
        cluster.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, cluster.RunUntil(grain.Count));
    }

    [Fact]
    public void A_late_message_runs_after_its_caller_gave_up()
    {
        using var cluster = Deploy(seed: 4);
        var grain = cluster.Silos[0].GrainFactory.GetGrain<IPingGrain>("Hendon/stuck");
        cluster.Network = m => m.Method is "IPingGrain.Ping" ? Delivery.After(TimeSpan.FromSeconds(40)) : Delivery.Once;
        Assert.Throws<TimeoutException>(() => cluster.RunUntil(() => grain.Ping(0)));

        cluster.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(1, cluster.RunUntil(grain.Count));
    }

    [Fact]
    public void A_crashed_silo_never_runs_again_and_its_grains_wake_elsewhere()
    {
        using var cluster = Deploy(seed: 5);
        var bow = cluster.Silos[0].GrainFactory;
        var crashing = cluster.Silos.Single(s => s.Name is "Hendon");
        var grain = bow.GetGrain<IPingGrain>("Hendon/crash");
        Assert.Equal("Hendon", cluster.RunUntil(grain.Where));
        var reached = false;
        _ = crashing.Start(async () =>
        {
            var clock = crashing.Services.GetRequiredService<TimeProvider>();
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
            reached = true;
        });
        var resting = cluster.Scheduler.Start(() => grain.Rest(TimeSpan.FromSeconds(5)));
        cluster.Advance(TimeSpan.FromMilliseconds(100));

        cluster.Crash(crashing);

        Assert.Throws<SiloUnavailableException>(() => cluster.RunUntil(resting));
        Assert.Equal("Bow", cluster.RunUntil(grain.Where));
        cluster.Advance(TimeSpan.FromMinutes(1));
        Assert.False(reached);
    }

    [Fact]
    public void The_others_hear_of_a_crash_when_its_probes_would_have_failed()
    {
        using var cluster = Deploy(seed: 10);
        var membership = cluster.Silos[0].Services.GetRequiredService<IClusterMembershipService>();
        var crashing = cluster.Silos[1];
        var heard = cluster.Silos[0].Start(async () =>
        {
            using var stop = new CancellationTokenSource();
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stop.Token))
            {
                if (snapshot.GetSiloStatus(crashing.SiloAddress) == SiloStatus.Dead)
                {
                    return;
                }
            }
        });
        cluster.Advance(TimeSpan.FromSeconds(1));

        cluster.Crash(crashing);
        cluster.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(heard.IsCompleted);

        cluster.RunUntil(heard, limit: TimeSpan.FromSeconds(0.2));
    }

    [Fact]
    public void Work_that_strays_to_the_thread_pool_fails_the_run()
    {
        using var cluster = Deploy(seed: 11);

        Assert.ThrowsAny<Exception>(() => cluster.RunUntil(async () =>
        {
            // Done before anybody awaits it, it would not stray.
            using var awaited = new ManualResetEventSlim();
            var stray = StrayAsync(Task.Run(() => awaited.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
            awaited.Set();
            await stray;
        }));

        static async Task StrayAsync(Task work)
        {
            await work;
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void A_grain_has_one_activation_at_a_time_under_any_seed(int seed)
    {
        using var cluster = Deploy(seed);
        cluster.Network = _ => Delivery.After(new TimeSpan(cluster.Scheduler.Random.NextInt64(TimeSpan.TicksPerMillisecond * 20)));

        var values = cluster.RunUntil(() => Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            cluster.Silos[i % 3].GrainFactory.GetGrain<ICounterGrain>("counted").Add(1))));

        Assert.Equal(Enumerable.Range(1, 30), values.Order());
    }

    [Fact]
    public void A_call_whose_cancellation_arrives_while_it_waits_never_runs()
    {
        using var cluster = Deploy(seed: 12);
        using var source = new CancellationTokenSource();
        var desk = cluster.Silos[0].GrainFactory.GetGrain<IDeskGrain>("waits");
        var held = cluster.Scheduler.Start(() => desk.Hold("sim"));
        cluster.Advance(TimeSpan.FromMilliseconds(10));
        var waiting = cluster.Scheduler.Start(() => desk.HoldWithToken("sim.never", source.Token));
        cluster.Advance(TimeSpan.FromMilliseconds(10));

        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => cluster.RunUntil(waiting));
        cluster.Advance(TimeSpan.FromMilliseconds(10));
        Gates.Open("sim");
        cluster.RunUntil(held);
        Assert.Equal(1, cluster.RunUntil(() => desk.Note(1)));

        Assert.False(Gates.IsOpen("sim.never.began"));
    }

    [Fact]
    public void A_silo_that_stops_in_order_hands_its_grains_on()
    {
        using var cluster = Deploy(seed: 6);
        var grain = cluster.Silos[0].GrainFactory.GetGrain<IPingGrain>("Hendon/stop");
        Assert.Equal("Hendon", cluster.RunUntil(grain.Where));

        cluster.StopSilo(cluster.Silos.Single(s => s.Name is "Hendon"));

        Assert.Equal("Bow", cluster.RunUntil(grain.Where));
    }

    [Fact]
    public void A_grain_that_nobody_calls_goes_away_and_comes_back_with_its_state()
    {
        using var cluster = Deploy(seed: 9);
        var watch = cluster.Silos[0].GrainFactory.GetGrain<IWatchGrain>("watch-idle");
        cluster.RunUntil(() => watch.Write("one"));
        var before = cluster.RunUntil(watch.Activated);

        cluster.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(before, cluster.RunUntil(watch.Activated));
        cluster.Advance(TimeSpan.FromMinutes(17));

        Assert.NotEqual(before, cluster.RunUntil(watch.Activated));
        Assert.Equal(["one"], cluster.RunUntil(watch.Lines));
    }

    private static (IReadOnlyList<string> Trace, ulong Fingerprint) Run(int seed)
    {
        using var cluster = Deploy(seed);
        cluster.Scheduler.RecordTrace = true;
        cluster.Network = m => m.Kind is "Result" && cluster.Scheduler.Random.Next(20) == 0
            ? Delivery.After(TimeSpan.FromMilliseconds(100))
            : Delivery.Once;
        var total = cluster.RunUntil(() => cluster.Silos[2].GrainFactory.GetGrain<IPingGrain>("Lambeth/root").Ping(5));
        Assert.Equal(31, total);
        cluster.Crash(cluster.Silos[0]);
        cluster.Advance(TimeSpan.FromMinutes(1));
        return (cluster.Scheduler.Trace, cluster.Scheduler.Fingerprint);
    }

    private static SimulatedCluster Deploy(int seed)
    {
        var cluster = new SimulatedCluster(seed);
        foreach (var site in Sites.Names)
        {
            cluster.StartSilo(site, silo => silo
                .UseWire()
                .AddMemoryGrainStorage("snapshots")
                .AddPlacementDirector<BySiteStrategy, BySiteDirector>()
                .Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(10))
                .Configure<ClusterMembershipOptions>(o => (o.ProbeTimeout, o.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 2)));
        }

        return cluster;
    }
}
