using System.Collections.Immutable;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>A board that is kept and taken up again must be the board that a whole fold of the log gives.</summary>
public sealed class KeepingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-board-");
    private readonly LogLines _lines = new();
    private readonly Ledger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Kept => Directory.GetFiles(_folder.FullName).Single();

    private BoardFile Store => new(Path.Combine(_folder.FullName, "log.db"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_board_taken_up_in_the_middle_and_followed_on_is_the_board_of_the_whole_log(int seed)
    {
        var all = RandomFacts.Make(seed, 2_000, reopen: true).Select(f => f.Logged).Select(Hashed).ToList();
        var log = new MemoryLog();
        log.Append(all.Take(1_200));
        var first = await FollowedAsync(log, new Board(new ManualTime(), new BoardOptions()), 1_200);
        first.ApplyFixes(RandomFacts.Fixes(new Random(seed), 4_000));
        await Keeper(log, first).KeepAsync(1, Ct);

        var second = new Board(new ManualTime(), new BoardOptions());
        Assert.True(await Keeper(log, second).RestoreAsync(Ct));
        Assert.Equal(Json(first.Picture()), Json(second.Picture()));
        var reads = log.StreamReads;
        log.Append(all.Skip(1_200));
        await FollowedAsync(log, second, 2_000);

        // One that never stopped has the same fixes, too; one that read it all knows none but those in facts.
        Assert.Equal(Json((await FollowedAsync(log, first, 2_000)).Picture()), Json(second.Picture()));
        var whole = await FollowedAsync(log, new Board(new ManualTime(), new BoardOptions()), 2_000);
        Assert.Equal(Json(WithoutFixes(whole.Picture())), Json(WithoutFixes(second.Picture())));
        Assert.True(reads < log.StreamReads, "No closed incident was opened again: the test shows less than it should.");
        Assert.Empty(_lines.All);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("cut short")]
    [InlineData("a changed byte")]
    [InlineData("a changed position")]
    [InlineData("of another log")]
    [InlineData("ahead of the log")]
    public async Task A_kept_board_that_does_not_fit_is_ignored_and_replaced(string condition)
    {
        var log = await KeptLogAsync();
        switch (condition)
        {
            case "missing":
                File.Delete(Kept);
                break;
            case "empty":
                await File.WriteAllBytesAsync(Kept, [], Ct);
                break;
            case "cut short":
                await File.WriteAllBytesAsync(Kept, (await File.ReadAllBytesAsync(Kept, Ct))[..^5], Ct);
                break;
            case "a changed byte":
                await ChangeByteAsync(^20);
                break;
            case "a changed position":
                await ChangeByteAsync(0);
                break;
            case "of another log":
                log = Log(_ledger.All.Select(f => Hashed(f.Logged) with { Hash = new byte[EventHash.Size] }));
                break;
            default:
                log = Log(_ledger.All.Take(2).Select(f => Hashed(f.Logged)));
                break;
        }

        var board = new Board(new ManualTime(), new BoardOptions());
        Assert.False(await Keeper(log, board).RestoreAsync(Ct));
        Assert.Equal(0, board.Position);
        await FollowedAsync(log, board, await log.LastPositionAsync(Ct));

        await Keeper(log, board).KeepAsync(1, Ct);
        var next = new Board(new ManualTime(), new BoardOptions());
        Assert.True(await Keeper(log, next).RestoreAsync(Ct));
        Assert.Equal(Json(board.Picture()), Json(next.Picture()));
    }

    [Fact]
    public async Task It_is_kept_only_when_it_has_moved_far_enough()
    {
        var log = await KeptLogAsync();
        var before = await File.ReadAllBytesAsync(Kept, Ct);
        _ledger.Open(4);
        log.Append(Hashed(_ledger.All[^1].Logged));
        var board = await FollowedAsync(log, new Board(new ManualTime(), new BoardOptions()), _ledger.Position);

        await Keeper(log, board).KeepAsync(2, Ct);
        Assert.Equal(before, await File.ReadAllBytesAsync(Kept, Ct));
        await Keeper(log, board).KeepAsync(1, Ct);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Kept, Ct));
    }

    [Fact]
    public async Task A_store_that_fails_costs_nothing_but_a_warning()
    {
        var log = await KeptLogAsync();
        var board = new Board(new ManualTime(), new BoardOptions());
        var keeper = new BoardKeeper(log, board, new BoardFile(Path.Combine(_folder.FullName, "no", "such", "folder")), _lines);
        Assert.False(await keeper.RestoreAsync(Ct));
        await FollowedAsync(log, board, _ledger.Position);
        await keeper.KeepAsync(1, Ct);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, Assert.Single(_lines.All).Level);
    }

    [Fact]
    public async Task A_watcher_from_before_the_kept_position_gets_the_whole_board()
    {
        var log = await KeptLogAsync();
        var board = new Board(new ManualTime(), new BoardOptions { WatchPace = TimeSpan.Zero });
        await Keeper(log, board).RestoreAsync(Ct);

        await using var late = board.Watch(1, null, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await late.MoveNextAsync());
        Assert.IsType<WatchItem.Snapshot>(late.Current);

        await using var level = board.Watch(board.Position, null, Ct).GetAsyncEnumerator(Ct);
        var next = level.MoveNextAsync();
        _ledger.Open(9);
        board.Apply([_ledger.All[^1]]);
        Assert.True(await next);
        Assert.IsType<WatchItem.Changes>(level.Current);
    }

    [Fact]
    public async Task What_is_closed_or_off_duty_is_not_kept()
    {
        var log = await KeptLogAsync();
        var board = new Board(new ManualTime(), new BoardOptions());
        await Keeper(log, board).RestoreAsync(Ct);
        Assert.Equal([Ledger.Key(2)], board.Picture().Incidents.Keys);
        Assert.Equal(["AS1"], board.Picture().Units.Keys);
    }

    private static LoggedEvent Hashed(LoggedEvent e) =>
        e with { Hash = EventHash.Compute(EventHash.Start.Span, e.Stream, e.Version, e.Name, e.At, e.Data.Span) };

    private static MemoryLog Log(IEnumerable<LoggedEvent> events)
    {
        var log = new MemoryLog();
        log.Append(events);
        return log;
    }

    private static BoardPicture WithoutFixes(BoardPicture picture) =>
        picture with { Units = picture.Units.ToImmutableDictionary(u => u.Key, u => u.Value with { Fix = null }) };

    private static string Json(BoardPicture picture) => System.Text.Json.JsonSerializer.Serialize(
        new
        {
            picture.Position,
            Incidents = picture.Incidents.Values.OrderBy(i => i.Key, StringComparer.Ordinal),
            Units = picture.Units.Values.OrderBy(u => u.State.Callsign, StringComparer.Ordinal),
        },
        EventJson.Options);

    /// <summary>A log with an open and a closed incident, a unit on duty and one off, and its board kept.</summary>
    private async Task<MemoryLog> KeptLogAsync()
    {
        _ledger.Open(1);
        _ledger.Open(2);
        _ledger.BookedOn("AS1");
        _ledger.BookedOn("AS2");
        _ledger.BookedOff("AS2");
        _ledger.Closed(1);
        var log = Log(_ledger.All.Select(f => Hashed(f.Logged)));
        var board = await FollowedAsync(log, new Board(new ManualTime(), new BoardOptions()), _ledger.Position);
        await Keeper(log, board).KeepAsync(1, Ct);
        return log;
    }

    private BoardKeeper Keeper(MemoryLog log, Board board) => new(log, board, Store, _lines);

    private async Task<Board> FollowedAsync(MemoryLog log, Board board, long position)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = new BoardFollower(log, new EventCodec(EventNames.Catalogue), board, _lines).RunAsync(stop.Token);
        await board.WaitForAsync(position, Ct);
        await stop.CancelAsync();
        await running;
        return board;
    }

    private async Task ChangeByteAsync(Index at)
    {
        var bytes = await File.ReadAllBytesAsync(Kept, Ct);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Kept, bytes, Ct);
    }
}
