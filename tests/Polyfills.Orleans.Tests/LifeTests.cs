using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Polyfills.OrleansTests;

public sealed class Notebook
{
    public List<string> Lines { get; set; } = [];
}

public interface IWatchGrain : IGrainWithStringKey
{
    Task<int> StartTimer(TimeSpan due, TimeSpan period, bool failing);

    Task<int> Ticks();

    Task Write(string line);

    Task<IReadOnlyList<string>> Lines();

    Task Clear();

    Task<bool> IsRecorded();

    Task GoAway();

    Task<long> Activated();
}

public sealed class WatchGrain(
    [PersistentState("notebook", "snapshots")] IPersistentState<Notebook> notebook,
    [PersistentState("spare", "snapshots")] IPersistentState<Notebook> spare) : Grain, IWatchGrain
{
    private static long _activations;

    private readonly long _activation = Interlocked.Increment(ref _activations);
    private int _ticks;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Open($"{this.GetPrimaryKeyString()}.ended.{reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> StartTimer(TimeSpan due, TimeSpan period, bool failing)
    {
        this.RegisterGrainTimer(Tick, failing, new GrainTimerCreationOptions(due, period));
        return Task.FromResult(_ticks);
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public async Task Write(string line)
    {
        notebook.State.Lines.Add(line);
        await notebook.WriteStateAsync();
        Assert.Empty(spare.State.Lines);
    }

    public Task<IReadOnlyList<string>> Lines() => Task.FromResult<IReadOnlyList<string>>(notebook.State.Lines.ToList());

    public Task Clear() => notebook.ClearStateAsync();

    public Task<bool> IsRecorded() => Task.FromResult(notebook.RecordExists);

    public Task GoAway()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<long> Activated() => Task.FromResult(_activation);

    private Task Tick(bool failing, CancellationToken cancellationToken)
    {
        _ticks++;
        Gates.Open($"{this.GetPrimaryKeyString()}.tick{_ticks}");
        return failing ? throw new InvalidOperationException("a bad tick") : Task.CompletedTask;
    }
}

public class LifeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_ticks_again_after_its_callback_even_when_that_fails(bool failing)
    {
        var time = new ManualTime();
        await using var cluster = await Clusters.One(silo => silo.UseManualTime(time));
        var key = "watch-timer-" + failing;
        var watch = cluster.Client.GetGrain<IWatchGrain>(key);
        await watch.StartTimer(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), failing);

        time.Advance(TimeSpan.FromSeconds(50));
        await Gates.Passed(key + ".tick1");
        Assert.Equal(1, await watch.Ticks());

        time.Advance(TimeSpan.FromSeconds(10));
        await Gates.Passed(key + ".tick2");
        Assert.Equal(2, await watch.Ticks());
    }

    [Fact]
    public async Task State_is_written_read_again_and_cleared()
    {
        await using var cluster = await Clusters.Two();
        var watch = cluster.Client.GetGrain<IWatchGrain>("watch-state");
        Assert.False(await watch.IsRecorded());
        await watch.Write("one");
        await watch.Write("two");
        await watch.GoAway();

        Assert.Equal(["one", "two"], await watch.Lines());
        Assert.True(await watch.IsRecorded());
        await watch.Clear();
        Assert.False(await watch.IsRecorded());
        await watch.GoAway();
        Assert.Empty(await watch.Lines());
    }

    [Fact]
    public async Task Calls_that_wait_at_a_grain_that_goes_away_reach_its_successor()
    {
        await using var cluster = await Clusters.One();
        var watch = cluster.Client.GetGrain<IWatchGrain>("watch-away");

        for (var i = 0; i < 50; i++)
        {
            var gone = watch.GoAway();
            var next = watch.Activated();
            await gone;
            Assert.True(await next > 0);
        }
    }

    [Fact]
    public async Task A_write_over_somebody_elses_is_refused()
    {
        await using var cluster = await Clusters.One();
        var storage = cluster.GetSiloServiceProvider().GetRequiredKeyedService<IGrainStorage>("snapshots");
        var grain = GrainId.Create("watch", "watch-conflict");
        var first = new FreeState();
        var second = new FreeState();
        await storage.ReadStateAsync("free", grain, first);
        await storage.ReadStateAsync("free", grain, second);
        await storage.WriteStateAsync("free", grain, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("free", grain, second));
    }

    private sealed class FreeState : IGrainState<Notebook>
    {
        [AllowNull]
        public Notebook State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
