using Despatch.Domain.Incidents;
using Despatch.EventLog;
using Microsoft.Extensions.Logging;

namespace Despatch.Board.Tests;

public sealed class FollowerTests : IAsyncDisposable
{
    private readonly Ledger _ledger = new();
    private readonly MemoryLog _log = new();
    private readonly ManualTime _time = new();
    private readonly LogLines _lines = new();
    private readonly Board _board;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _running;

    public FollowerTests()
    {
        _board = new Board(_time, new BoardOptions { WatchPace = TimeSpan.Zero });
        _running = new BoardFollower(_log, new EventCodec(EventNames.Catalogue), _board, _lines).RunAsync(_stop.Token);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        _stop.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task It_carries_the_log_into_the_board_until_cancelled()
    {
        _ledger.Open(1);
        _ledger.Elsewhere();
        await FollowedAsync();
        Assert.NotNull(_board.Incident(Ledger.Key(1)));
        await _stop.CancelAsync();
        await _running;
        Assert.Empty(_lines.All);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_board_shows_what_a_naive_fold_of_the_whole_log_shows(int seed)
    {
        var random = new Random(seed);
        var all = RandomFacts.Make(seed, 3_000, reopen: true);
        for (var done = 0; done < all.Count;)
        {
            var count = Math.Min(random.Next(1, 100), all.Count - done);
            _log.Append(all.GetRange(done, count).Select(f => f.Logged));
            done += count;
            await _board.WaitForAsync(done, Ct);
            _board.ApplyFixes(RandomFacts.Fixes(random, done));
            if (random.Next(20) == 0)
            {
                var soFar = all.Take(done).ToList();
                var picture = _board.Picture();
                var incidents = picture.Incidents.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => i.Value);
                Assert.Equal(Json(Naive.Incidents(soFar).Values), Json(incidents));
                var units = picture.Units.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => u.Value.State);
                Assert.Equal(Json(Naive.Units(soFar).Values), Json(units));
                Assert.All(picture.Units.Values, row => Assert.True(row.Fix!.At >= row.State.Fix!.At));
            }
        }

        Assert.True(_log.StreamReads > 10);
        Assert.Empty(_lines.All);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_incident_reopened_long_after_it_was_closed_comes_back_whole()
    {
        _ledger.Open(1);
        _ledger.Graded(1, Grade.Significant);
        _ledger.Closed(1);
        await FollowedAsync();
        Assert.Null(_board.Incident(Ledger.Key(1)));
        _ledger.Attached(1, "contact-2");
        _ledger.Reopened(1);
        await FollowedAsync();
        Assert.Equal(Grade.Significant, _board.Incident(Ledger.Key(1))!.Grade);
        Assert.Equal(["contact-2"], _board.Incident(Ledger.Key(1))!.Contacts);
        Assert.Equal(1, _log.StreamReads);
    }

    [Fact(Timeout = 30_000)]
    public async Task After_a_transient_fault_it_pauses_and_goes_on_from_where_it_stood()
    {
        _ledger.Open(1);
        await FollowedAsync();
        _log.FailNext(EventLogFault.StoreUnavailable, isTransient: true);
        await _lines.NextAsync(Ct);
        _log.FailNext(EventLogFault.StoreUnavailable, isTransient: true);
        _ledger.Open(2);
        _log.Append(_ledger.All[1].Logged);
        await AdvanceUntilAsync(_lines.NextAsync(Ct));
        Assert.Equal(1, _board.Position);
        await AdvanceUntilAsync(_board.WaitForAsync(2, Ct));
        Assert.Equal(2, _board.Picture().Incidents.Count);
        Assert.All(_lines.All, line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_fault_that_no_waiting_mends_ends_it()
    {
        _log.FailNext(EventLogFault.Corrupt, isTransient: false);
        Assert.Equal(EventLogFault.Corrupt, (await Assert.ThrowsAsync<EventLogException>(() => _running)).Code);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_fact_that_cannot_be_read_is_logged_and_passed_over()
    {
        _ledger.Open(1);
        _ledger.Graded(1, Grade.Immediate);
        _ledger.Open(2);
        _ledger.Graded(2, Grade.Immediate);
        var logged = _ledger.All.Select(f => f.Logged).ToList();
        logged[1] = logged[1] with { Name = "incident.from-the-future.v9" };
        logged[2] = logged[2] with { Data = "{"u8.ToArray() };
        _log.Append(logged);
        await _board.WaitForAsync(4, Ct);
        Assert.Null(_board.Incident(Ledger.Key(1))!.Grade);
        Assert.Null(_board.Incident(Ledger.Key(2)));
        Assert.All(_lines.All, line => Assert.Equal(LogLevel.Error, line.Level));
        Assert.Contains(_lines.All, line => line.Text.Contains(EventLogFault.UnknownEvent, StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task Streams_that_are_not_on_the_board_are_not_even_read()
    {
        _log.Append(_ledger.Elsewhere().Logged with { Name = "marker.from-the-future.v9" });
        await _board.WaitForAsync(1, Ct);
        Assert.Empty(_lines.All);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_quiet_log_does_not_make_the_picture_old_but_a_lost_one_does()
    {
        _ledger.Open(1);
        await FollowedAsync();
        var applied = _board.LastAppliedAt;
        await AdvanceUntilAsync(UntilAsync(() => _board.Picture().AsOf > applied.AddSeconds(30)));
        Assert.Equal(applied, _board.LastAppliedAt);

        // The log has more, which the board does not get: its picture holds as of the last moment both were level.
        _log.FailNext(EventLogFault.StoreUnavailable, isTransient: true);
        await _lines.NextAsync(Ct);
        var level = _board.Picture().AsOf;
        _board.MarkLevel(2, _time.GetUtcNow().AddHours(1));
        Assert.Equal(level, _board.Picture().AsOf);
    }

    [Fact(Timeout = 30_000)]
    public async Task It_has_caught_up_once_it_has_been_where_the_log_was()
    {
        await UntilAsync(() => _board.HasCaughtUp);
        var late = new Board(_time, new BoardOptions());
        Assert.False(late.HasCaughtUp);
        Assert.Equal(-1, late.LogPosition);
        _ledger.Open(1);
        _ledger.Open(2);
        late.MarkLevel(2, _time.GetUtcNow());
        late.Apply([_ledger.All[0]]);
        Assert.False(late.HasCaughtUp);
        late.Apply([_ledger.All[1]]);
        Assert.True(late.HasCaughtUp);
        late.MarkLevel(3, _time.GetUtcNow());
        Assert.True(late.HasCaughtUp);
        Assert.Equal(3, late.LogPosition);
    }

    private static string Json(object value) => System.Text.Json.JsonSerializer.Serialize(value, EventJson.Options);

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Yield();
        }
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await task;
    }

    private async Task FollowedAsync()
    {
        var behind = (int)_board.Position;
        _log.Append(_ledger.All.Skip(behind).Select(f => f.Logged));
        await _board.WaitForAsync(_ledger.Position, Ct);
    }
}
