using System.Text;
using Despatch.EventLog.Sqlite;

namespace Despatch.EventLog.Tests.Sqlite;

public sealed class SqliteTamperingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("log.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE events SET data = CAST('event 8' AS BLOB) WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("UPDATE events SET name = 'test.happened.v2' WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("UPDATE events SET at = at + 1 WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("UPDATE events SET hash = zeroblob(32) WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("UPDATE events SET version = 1000 WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("DELETE FROM events WHERE version = 7 AND stream_id = 2", 7)]
    [InlineData("DELETE FROM events WHERE version = 100 AND stream_id = 2", 100)]
    [InlineData("DELETE FROM events WHERE stream_id = 2", 1)]
    [InlineData("UPDATE streams SET hash = zeroblob(32) WHERE id = 2", 100)]
    [InlineData("UPDATE streams SET version = 99 WHERE id = 2", 99)]
    [InlineData("UPDATE streams SET version = 101 WHERE id = 2", 101)]
    [InlineData("UPDATE streams SET stream = 'incident/1x' WHERE id = 2", 1)]
    [InlineData("INSERT INTO events VALUES (1000, 2, 101, 'n', 0, zeroblob(0), zeroblob(32))", 101)]
    public async Task A_change_behind_the_logs_back_is_found_where_it_is(string change, long version)
    {
        await FillAsync();
        using (var file = new RawFile(File))
        {
            file.Execute("DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;");
            file.Execute(change);
        }

        await using var log = SqliteEventLog.Open(new() { Path = File }, TimeProvider.System);
        var report = await log.VerifyAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(report.FirstBreak);
        Assert.StartsWith("incident/1", report.FirstBreak.Stream, StringComparison.Ordinal);
        Assert.Equal(version, report.FirstBreak.Version);
    }

    [Fact]
    public async Task Events_of_a_stream_that_was_taken_away_are_found()
    {
        await FillAsync();
        using (var file = new RawFile(File))
        {
            file.Execute("DELETE FROM streams WHERE id = 2");
        }

        await using var log = SqliteEventLog.Open(new() { Path = File }, TimeProvider.System);

        Assert.False((await log.VerifyAsync(TestContext.Current.CancellationToken)).IsIntact);
    }

    private async Task FillAsync()
    {
        await using var log = SqliteEventLog.Open(new() { Path = File }, TimeProvider.System);
        for (var stream = 0; stream < 3; stream++)
        {
            var events = Enumerable.Range(1, 100).Select(i => new NewEvent("test.happened.v1", Encoding.UTF8.GetBytes($"event {i}"), []));
            await log.AppendAsync(
                new AppendRequest([new StreamWrite($"incident/{stream}", 0, [.. events])], Command: null), TestContext.Current.CancellationToken);
        }
    }
}
