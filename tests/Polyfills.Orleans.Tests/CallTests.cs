using Orleans;

namespace Polyfills.OrleansTests;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int by);

    ValueTask<int> Read();

    ValueTask Reset();

    Task<string> Key();
}

public sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;

    public async Task<int> Add(int by)
    {
        var before = _value;
        await Task.Yield();
        return _value = before + by;
    }

    public ValueTask<int> Read() => new(_value);

    public ValueTask Reset()
    {
        _value = 0;
        return ValueTask.CompletedTask;
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}

public class CallTests
{
    [Fact]
    public async Task A_grain_keeps_its_state_between_calls()
    {
        await using var cluster = await Clusters.One();
        var counter = cluster.Client.GetGrain<ICounterGrain>("x1");

        Assert.Equal(2, await counter.Add(2));
        Assert.Equal(5, await counter.Add(3));
        Assert.Equal(5, await counter.Read());
        await counter.Reset();
        Assert.Equal(0, await counter.Read());
        Assert.Equal("x1", await counter.Key());
        Assert.Equal("x1", counter.GetPrimaryKeyString());
    }

    [Fact]
    public async Task Calls_of_one_grain_do_not_interleave()
    {
        await using var cluster = await Clusters.One();
        var counter = cluster.Client.GetGrain<ICounterGrain>("x2");

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => counter.Add(1)));

        Assert.Equal(500, await counter.Read());
    }

    [Fact]
    public async Task Grains_spread_over_two_silos_and_each_has_one_home()
    {
        await using var cluster = await Clusters.Two();

        for (var round = 0; round < 2; round++)
        {
            foreach (var silo in cluster.Silos)
            {
                var factory = (IGrainFactory)silo.ServiceProvider.GetService(typeof(IGrainFactory))!;
                await Task.WhenAll(Enumerable.Range(0, 50).Select(i => factory.GetGrain<ICounterGrain>("spread" + i).Add(1)));
            }
        }

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(4, await cluster.Client.GetGrain<ICounterGrain>("spread" + i).Read());
        }
    }
}
