using Despatch.EventLog.Postgres;
using Despatch.TestTools;
using Npgsql;
using static Despatch.EventLog.PostgresTests.PostgresTest;

namespace Despatch.EventLog.PostgresTests;

/// <summary>Several logs on one database, each with connections of its own: what several silos do.</summary>
public sealed class SeveralProcessesTests(PostgresServer server)
{
    private const int Logs = 3;
    private const int Writers = 8;
    private const int Appends = 50;

    [Fact]
    public async Task Followers_of_every_log_see_every_event_of_all_once_and_in_order()
    {
        var database = await server.CreateDatabaseAsync();
        var logs = await Task.WhenAll(Enumerable.Range(0, Logs).Select(_ => OpenAsync(database)));
        const int events = Logs * Writers * Appends;
        var followers = logs.SelectMany(log => new[] { log, log }).Select(log => Task.Run(() => FollowAsync(log, events))).ToList();

        var answers = await Task.WhenAll(
            from log in Enumerable.Range(0, Logs)
            from writer in Enumerable.Range(0, Writers)
            select Task.Run(() => WriteAsync(logs[log], $"stream/{log}/{writer}")));

        foreach (var seen in await Task.WhenAll(followers))
        {
            Assert.Equal(Enumerable.Range(1, events).Select(position => (long)position), seen.Select(logged => logged.Position));
            Assert.Equal(Logs * Writers, seen.Select(logged => logged.Stream).Distinct(StringComparer.Ordinal).Count());
        }

        Assert.Equal(events, answers.SelectMany(positions => positions).Distinct().Count());
        Assert.Equal(new ChainReport(events, Logs * Writers, FirstBreak: null), await logs[0].VerifyAsync(Ct));
        await CloseAsync(logs);
    }

    [Fact]
    public async Task A_follower_that_was_not_told_of_a_storm_is_told_of_what_comes_after_it()
    {
        var database = await server.CreateDatabaseAsync();
        var writer = await OpenAsync(database);
        var reader = await OpenAsync(new PostgresEventLogOptions { ConnectionString = database, PollInterval = TimeSpan.FromHours(1) });
        const int storm = 400;
        var stormy = Task.Run(() => FollowAsync(reader, storm));
        for (var i = 0; i < storm; i++)
        {
            await writer.AppendAsync($"stream/{i}", 0);
        }

        Assert.Equal(storm, (await stormy.WaitAsync(TimeSpan.FromSeconds(20), Ct)).Count);
        for (var after = 1; after <= 3; after++)
        {
            await ListeningAsync(database, logs: 2).WaitAsync(TimeSpan.FromSeconds(20), Ct);

            // It stands at the log's end: only a notification can tell it that there is more.
            var told = Task.Run(() => FollowAsync(reader, 1, afterPosition: storm + after - 1));
            await writer.AppendAsync($"after/{after}", 0);
            Assert.Equal($"after/{after}", Assert.Single(await told.WaitAsync(TimeSpan.FromSeconds(20), Ct)).Stream);
        }

        await CloseAsync([writer, reader]);
    }

    [Fact]
    public async Task Of_writers_in_several_logs_at_one_version_exactly_one_wins()
    {
        var database = await server.CreateDatabaseAsync();
        var logs = await Task.WhenAll(Enumerable.Range(0, Logs).Select(_ => OpenAsync(database)));
        for (var version = 0; version < Appends; version++)
        {
            var results = await Task.WhenAll(logs.Select((log, i) => Task.Run(() => log.AppendAsync("unit/KF1", version, $"{i}"))));

            Assert.Single(results.OfType<AppendResult.Appended>());
            Assert.Equal(Logs - 1, results.OfType<AppendResult.Conflict>().Count(conflict => conflict.ActualVersion == version + 1));
        }

        Assert.True((await logs[0].VerifyAsync(Ct)).IsIntact);
        await CloseAsync(logs);
    }

    [Fact]
    public async Task A_command_sent_to_several_logs_is_done_once()
    {
        var database = await server.CreateDatabaseAsync();
        var logs = await Task.WhenAll(Enumerable.Range(0, Logs).Select(_ => OpenAsync(database)));

        var results = await Task.WhenAll(logs.Select((log, i) => Task.Run(
            async () => await log.AppendAsync(Request($"contact/{i}", 0, $"{i}", "same"), Ct))));

        var appended = Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.All(results.OfType<AppendResult.AlreadyDone>(), done => Assert.Equal(appended.LastPosition, done.Position));
        Assert.Equal(1, await logs[0].LastPositionAsync(Ct));
        await CloseAsync(logs);
    }

    [Fact]
    public async Task What_nobody_was_notified_of_is_found_by_looking()
    {
        var database = await server.CreateDatabaseAsync();
        await using var log = await OpenAsync(new PostgresEventLogOptions { ConnectionString = database, PollInterval = TimeSpan.FromMilliseconds(20) });
        var follower = FollowAsync(log, 1);

        // As an import would: past the function, and so past its notification.
        await PostgresServer.ExecuteAsync(
            database, "INSERT INTO despatch.events VALUES ('incident/1', 1, 1, 'n', 0, '', decode(repeat('00', 32), 'hex'))");

        Assert.Equal("incident/1", Assert.Single(await follower).Stream);
    }

    /// <summary>Until so many logs' connections have said last that they listen.</summary>
    private static async Task ListeningAsync(string database, int logs)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN despatch_log'");
        while ((long)(await count.ExecuteScalarAsync(Ct))! < logs)
        {
            Ct.ThrowIfCancellationRequested();
        }
    }

    private static async Task CloseAsync(IEnumerable<PostgresEventLog> logs)
    {
        foreach (var log in logs)
        {
            await log.DisposeAsync();
        }
    }

    private static async Task<List<long>> WriteAsync(PostgresEventLog log, string stream)
    {
        var positions = new List<long>();
        for (var version = 0; version < Appends; version++)
        {
            positions.Add(Assert.IsType<AppendResult.Appended>(await log.AppendAsync(stream, version)).LastPosition);
        }

        return positions;
    }
}
