using System.Globalization;
using Despatch.TestTools;
using static Despatch.EventLog.PostgresTests.PostgresTest;

namespace Despatch.EventLog.PostgresTests;

/// <summary>Each test has a server for itself, to stop, to crash and to freeze.</summary>
public sealed class ServerAwayTests : IAsyncLifetime
{
    private const int Writers = 16;

    // The promise is about two seconds; the rest is for a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly PostgresServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task A_restart_under_load_loses_nothing_that_was_acknowledged(string mode)
    {
        var database = await _server.CreateDatabaseAsync();
        await using var log = await OpenAsync(database);
        await using var other = await OpenAsync(database);
        using var stop = new CancellationTokenSource();
        var warm = new TaskCompletionSource();
        var writers = Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => WriteAsync(writer % 2 == 0 ? log : other, $"stream/{writer}", warm, stop.Token)))
            .ToList();
        await warm.Task.WaitAsync(Ct);

        await _server.RestartAsync(mode);
        await log.InsistAsync(Request("after/log", 0, "restart", "after/log"));
        await other.InsistAsync(Request("after/other", 0, "restart", "after/other"));
        await stop.CancelAsync();
        var acknowledged = (await Task.WhenAll(writers)).Sum();

        var seen = await FollowAsync(other, acknowledged + 2);
        Assert.Equal(Enumerable.Range(1, acknowledged + 2).Select(position => (long)position), seen.Select(logged => logged.Position));
        Assert.Equal(acknowledged + 2, (await log.VerifyAsync(Ct)).Events);
    }

    [Fact]
    public async Task While_the_server_is_away_appends_and_reads_say_so_and_followers_wait()
    {
        await using var log = await OpenAsync(await _server.CreateDatabaseAsync());
        await log.AppendAsync("incident/1", 0, "before");
        var follower = FollowAsync(log, 2);
        await _server.StopAsync();

        await FailsInTimeAsync(async () => await log.AppendAsync(Request("incident/1", 1, "after", "c"), Ct));
        await FailsInTimeAsync(async () => await log.ReadAsync(0, 10, Ct));
        Assert.False(follower.IsCompleted);

        await _server.StartAgainAsync();
        await log.InsistAsync(Request("incident/1", 1, "after", "c"));
        Assert.All(await follower, logged => Assert.Equal("incident/1", logged.Stream));
        Assert.Equal(2, (await follower).Count);
        Assert.Equal(2, (await log.VerifyAsync(Ct)).Events);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time_and_nothing_is_done_twice()
    {
        await using var log = await OpenAsync(await _server.CreateDatabaseAsync());
        await log.AppendAsync("incident/1", 0, "before");
        await _server.FreezeAsync();
        try
        {
            await FailsInTimeAsync(() => Task.WhenAll(Enumerable.Range(0, Writers).Select(
                async i => await log.AppendAsync(Request($"incident/frozen/{i}", 0, "frozen", $"c{i}"), Ct))));
            await FailsInTimeAsync(async () => await log.AppendAsync(Request("incident/1", 1, "frozen", "again"), Ct));
        }
        finally
        {
            await _server.ThawAsync();
        }

        for (var i = 0; i < Writers; i++)
        {
            await log.InsistAsync(Request($"incident/frozen/{i}", 0, "frozen", $"c{i}"));
        }

        Assert.Equal(new ChainReport(Writers + 1, Writers + 1, FirstBreak: null), await log.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_lock_held_by_somebody_else_is_a_fault_that_passes()
    {
        var database = await _server.CreateDatabaseAsync();
        await using var log = await OpenAsync(database);
        await using (var connection = new Npgsql.NpgsqlConnection(database))
        {
            await connection.OpenAsync(Ct);
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE despatch.heads", connection);
            await command.ExecuteNonQueryAsync(Ct);

            var fault = await FailsInTimeAsync(async () => await log.AppendAsync("incident/1", 0));
            Assert.Equal(EventLogFault.StoreBusy, fault.Code);
        }

        Assert.IsType<AppendResult.Appended>(await log.AppendAsync("incident/1", 0));
    }

    [Fact]
    public async Task Opening_a_log_of_a_server_that_is_away_says_so()
    {
        var database = await _server.CreateDatabaseAsync();
        await _server.StopAsync();

        var fault = await FailsInTimeAsync(async () => await OpenAsync(database));

        Assert.Equal(EventLogFault.StoreUnavailable, fault.Code);
        await _server.StartAgainAsync();
    }

    private static async Task<EventLogException> FailsInTimeAsync(Func<Task> call)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var fault = await Assert.ThrowsAsync<EventLogException>(call);
        Assert.True(fault.IsTransient, fault.Message);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Patience);
        return fault;
    }

    /// <summary>Writes one event after another; gives how many were acknowledged.</summary>
    private static async Task<int> WriteAsync(IEventLog log, string stream, TaskCompletionSource warm, CancellationToken stop)
    {
        var version = 0;
        while (!stop.IsCancellationRequested)
        {
            var text = version.ToString(CultureInfo.InvariantCulture);
            Assert.IsNotType<AppendResult.Conflict>(await log.InsistAsync(Request(stream, version, text, $"{stream}/{text}")));
            version++;
            if (version == 50)
            {
                warm.TrySetResult();
            }
        }

        return version;
    }
}
