using System.Diagnostics;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>What a storm costs: the whole way from the log's bytes to five hundred watchers.</summary>
[Collection(Alone.Name)]
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Facts = 50_000;
    private const int Watchers = 500;

    [Theory(Timeout = 120_000)]
    [InlineData(0)]
    [InlineData(50)]
    public async Task Five_hundred_watchers_keep_up_with_a_storm(int paceMilliseconds)
    {
        var ct = TestContext.Current.CancellationToken;
        var facts = RandomFacts.Make(3, Facts);
        var board = new Board(TimeProvider.System, new BoardOptions { WatchPace = TimeSpan.FromMilliseconds(paceMilliseconds) });
        var items = 0L;
        var watching = Enumerable.Range(0, Watchers).Select(_ => Task.Run(WatchAsync, ct)).ToList();
        var codec = new EventCodec(EventNames.Catalogue);
        var before = Environment.CpuUsage.TotalTime;
        var took = Stopwatch.StartNew();
        for (var i = 0; i < Facts; i += 50)
        {
            var decoded = facts.GetRange(i, 50).ConvertAll(f => (f.Logged, (Domain.DomainEvent)codec.Decode(f.Logged.Name, f.Logged.Data)));
            board.Apply(decoded);
            await Task.Yield();
        }

        await Task.WhenAll(watching);
        var cpu = Environment.CpuUsage.TotalTime - before;
        output.WriteLine($"{Facts} facts, {items} items: {took.Elapsed.TotalSeconds:0.00} s, processor {cpu.TotalSeconds:0.00} s");
        Assert.Equal(Facts, board.Position);

        async Task WatchAsync()
        {
            await foreach (var item in board.Watch(0, static change => change.Position % 100 == 0, ct))
            {
                Interlocked.Increment(ref items);
                if (item is WatchItem.Changes { Position: Facts } or WatchItem.Snapshot { Picture.Position: Facts })
                {
                    break;
                }
            }
        }
    }
}
