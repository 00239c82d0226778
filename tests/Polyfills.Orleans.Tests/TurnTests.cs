using Orleans;
using Orleans.Concurrency;

namespace Polyfills.OrleansTests;

public interface IDesk : IGrainWithStringKey
{
    /// <summary>Says that it began, then waits until the gate opens.</summary>
    Task Hold(string name);

    Task<int> Note(int value);

    [AlwaysInterleave]
    Task<string> Glance();

    [ReadOnly]
    Task Read(string name);

    [OneWay]
    Task Tell(string name);

    Task<IReadOnlyList<int>> Notes();

    [ResponseTimeout("00:00:00.300")]
    Task HoldBriefly(string name);

    Task<string> HoldWithToken(string name, CancellationToken cancellationToken);

    Task AskBack(string otherKey, string selfKey);

    [ResponseTimeout("00:00:01")]
    Task Nod(string key);
}

public abstract class Desk : Grain, IDesk
{
    private readonly List<int> _notes = [];

    public async Task Hold(string name)
    {
        Gates.Open(name + ".began");
        await Gates.Reached(name);
    }

    public Task<int> Note(int value)
    {
        _notes.Add(value);
        return Task.FromResult(_notes.Count);
    }

    public Task<string> Glance() => Task.FromResult("seen");

    public Task Read(string name) => Hold(name);

    public Task Tell(string name)
    {
        Gates.Open(name);
        throw new InvalidOperationException("nobody hears this");
    }

    public Task<IReadOnlyList<int>> Notes() => Task.FromResult<IReadOnlyList<int>>(_notes.ToList());

    public Task HoldBriefly(string name) => Hold(name);

    public async Task<string> HoldWithToken(string name, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() =>
        {
            Gates.Open(name + ".cancelled");
            cancelled.TrySetResult();
        });
        Gates.Open(name + ".began");
        await cancelled.Task;
        return "stopped";
    }

    public Task AskBack(string otherKey, string selfKey) =>
        GrainFactory.GetGrain<IDeskGrain>(otherKey).Nod(selfKey);

    public async Task Nod(string key) => await GrainFactory.GetGrain<IDeskGrain>(key).Note(1);
}

public interface IDeskGrain : IDesk;

public sealed class DeskGrain : Desk, IDeskGrain;

public interface ILobbyGrain : IDesk;

[Reentrant]
public sealed class LobbyGrain : Desk, ILobbyGrain;

public class TurnTests
{
    [Fact]
    public async Task A_call_waits_for_its_turn()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("turns");
        var held = desk.Hold("order");
        await Gates.Passed("order.began");

        var notes = Enumerable.Range(0, 20).Select(desk.Note).ToList();
        Assert.DoesNotContain(notes, n => n.IsCompleted);
        Gates.Open("order");
        await held;
        await Task.WhenAll(notes);

        // Not necessarily in the order they were made: upstream may turn that round for calls from outside the cluster.
        Assert.Equal(Enumerable.Range(0, 20), (await desk.Notes()).Order());
    }

    [Fact]
    public async Task A_method_that_always_interleaves_passes_a_held_call()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("interleave");
        var held = desk.Hold("interleave");
        await Gates.Passed("interleave.began");

        Assert.Equal("seen", await desk.Glance());
        Assert.False(held.IsCompleted);

        Gates.Open("interleave");
        await held;
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_only()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("readers");
        var first = desk.Read("reader1");
        await Gates.Passed("reader1.began");
        var second = desk.Read("reader2");
        await Gates.Passed("reader2.began");
        var writer = desk.Note(7);
        Assert.Equal("seen", await desk.Glance());
        Assert.False(writer.IsCompleted);

        Gates.Open("reader1");
        Gates.Open("reader2");
        await Task.WhenAll(first, second);
        Assert.Equal(1, await writer);
    }

    [Fact]
    public async Task A_reentrant_grain_runs_calls_between_each_other()
    {
        await using var cluster = await Clusters.One();
        var lobby = cluster.Client.GetGrain<ILobbyGrain>("lobby");
        var held = lobby.Hold("lobby");
        await Gates.Passed("lobby.began");

        Assert.Equal(1, await lobby.Note(3));

        Gates.Open("lobby");
        await held;
    }

    [Fact]
    public async Task Two_grains_that_wait_for_each_other_are_freed_by_the_time_out()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("circle-a");

        await Assert.ThrowsAsync<TimeoutException>(() => desk.AskBack("circle-b", "circle-a"));

        // What the other asked for waited its turn and ran before this.
        Assert.Equal(2, await desk.Note(1));
    }

    [Fact]
    public async Task The_caller_of_a_one_way_method_hears_nothing()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("oneway");

        await desk.Tell("told");

        await Gates.Passed("told");
    }

    [Fact]
    public async Task A_late_answer_is_a_time_out_and_the_grain_goes_on()
    {
        await using var cluster = await Clusters.One();
        var desk = cluster.Client.GetGrain<IDeskGrain>("late");
        var late = desk.HoldBriefly("late");
        await Gates.Passed("late.began");

        await Assert.ThrowsAsync<TimeoutException>(() => late);

        Gates.Open("late");
        Assert.Equal(1, await desk.Note(1));
    }

    [Theory]
    [InlineData((short)1)]
    [InlineData((short)3)]
    public async Task A_cancelled_call_ends_for_the_caller_and_reaches_the_grain(short silos)
    {
        await using var cluster = await Clusters.Deploy(silos);
        using var source = new CancellationTokenSource();
        var name = "token" + silos;
        var desk = cluster.Client.GetGrain<IDeskGrain>(name);
        var held = desk.HoldWithToken(name, source.Token);
        await Gates.Passed(name + ".began");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await Gates.Passed(name + ".cancelled");
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_does_not_hold_the_grain_up()
    {
        await using var cluster = await Clusters.One();
        using var source = new CancellationTokenSource();
        var desk = cluster.Client.GetGrain<IDeskGrain>("queued");
        var held = desk.Hold("queued");
        await Gates.Passed("queued.began");
        var waiting = desk.HoldWithToken("never", source.Token);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Gates.Open("queued");
        await held;
        await desk.Note(1);

        // The word of it may come too late to keep the call from running, even behind the note; but then its token ends it.
        if (Gates.IsOpen("never.began"))
        {
            await Gates.Passed("never.cancelled");
        }
    }
}
