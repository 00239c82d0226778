using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>Watchers that read, leave and come back while a writer writes.</summary>
public sealed class WatchRaceTests
{
    private const int Facts = 20_000;
    private readonly List<(LoggedEvent Logged, DomainEvent Fact)> _facts = RandomFacts.Make(1, Facts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Every_change_is_seen_once_and_in_order_however_often_a_watcher_comes_back()
    {
        var options = new BoardOptions { RecentChanges = 2 * Facts, ChangesPerItem = 100, WatchPace = TimeSpan.Zero };
        var board = new Board(TimeProvider.System, options);
        var watchers = Enumerable.Range(0, 8).Select(seed => Task.Run(() => ReadAllAsync(board, seed), Ct)).ToList();
        await WriteAsync(board, 7);
        var expected = await ReadAllAsync(board, 99);
        foreach (var seen in await Task.WhenAll(watchers))
        {
            Assert.Equal(expected, seen);
        }

        Assert.Equal(expected.Distinct().Order(), expected);
        var onBoard = _facts.Where(f => !f.Logged.Stream.StartsWith("numbers", StringComparison.Ordinal));
        Assert.Equal(onBoard.Select(f => f.Logged.Position), expected);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(16, 0)]
    [InlineData(300, 0)]
    [InlineData(100_000, 0)]
    [InlineData(300, 1)]
    public async Task A_watcher_who_applies_what_it_is_told_ends_with_the_boards_own_picture(int recent, int paceMilliseconds)
    {
        var pace = TimeSpan.FromMilliseconds(paceMilliseconds);
        var options = new BoardOptions { RecentChanges = recent, ChangesPerItem = 50, WatchPace = pace };
        var board = new Board(TimeProvider.System, options);
        var watchers = Enumerable.Range(0, 4).Select(seed => Task.Run(() => MirrorAsync(board, seed), Ct)).ToList();
        await WriteAsync(board, 7);
        var picture = board.Picture();
        foreach (var mirror in await Task.WhenAll(watchers))
        {
            mirror.AssertShows(picture);
        }
    }

    private async Task WriteAsync(Board board, int seed)
    {
        var random = new Random(seed);
        for (var done = 0; done < _facts.Count;)
        {
            var count = Math.Min(random.Next(1, 60), _facts.Count - done);
            board.Apply(_facts.GetRange(done, count));
            done += count;
            board.ApplyFixes(RandomFacts.Fixes(random, done));
            await Task.Yield();
        }

        // The end that every watcher waits for; fixes come before it, so who has it has all.
        board.Apply([RandomFacts.Last(_facts.Count + 1)]);
    }

    /// <summary>The positions of all facts, by a watcher that leaves after every few items.</summary>
    private static async Task<List<long>> ReadAllAsync(Board board, int seed)
    {
        var random = new Random(seed);
        var seen = new List<long>();
        for (var position = 0L; position <= Facts;)
        {
            var items = random.Next(1, 20);
            await foreach (var item in board.Watch(position, null, Ct))
            {
                var changes = Assert.IsType<WatchItem.Changes>(item);
                seen.AddRange(changes.Items.Where(c => c is not BoardChange.FixesMoved && c.Position <= Facts).Select(c => c.Position));
                position = changes.Position;
                if (--items == 0 || position > Facts)
                {
                    break;
                }
            }
        }

        return seen;
    }

    private static async Task<Mirror> MirrorAsync(Board board, int seed)
    {
        var random = new Random(seed);
        var mirror = new Mirror();
        while (mirror.Position is null or <= Facts)
        {
            var items = random.Next(1, 20);
            await foreach (var item in board.Watch(mirror.Position, null, Ct))
            {
                mirror.Take(item);
                if (--items == 0 || mirror.Position > Facts)
                {
                    break;
                }
            }
        }

        return mirror;
    }
}
