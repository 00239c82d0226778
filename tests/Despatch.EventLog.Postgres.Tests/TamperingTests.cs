using Despatch.TestTools;
using static Despatch.EventLog.PostgresTests.PostgresTest;

namespace Despatch.EventLog.PostgresTests;

public sealed class TamperingTests(PostgresServer server)
{
    private const string Seventh = " WHERE version = 7 AND stream = 'incident/1'";

    [Theory]
    [InlineData("UPDATE despatch.events SET data = set_byte(data, 0, 33)" + Seventh, 7)]
    [InlineData("UPDATE despatch.events SET name = 'test.happened.v2'" + Seventh, 7)]
    [InlineData("UPDATE despatch.events SET at = at + 1" + Seventh, 7)]
    [InlineData("UPDATE despatch.events SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1)" + Seventh, 7)]
    [InlineData("UPDATE despatch.events SET version = 1000" + Seventh, 7)]
    [InlineData("DELETE FROM despatch.events" + Seventh, 7)]
    [InlineData("DELETE FROM despatch.events WHERE version = 100 AND stream = 'incident/1'", 100)]
    [InlineData("DELETE FROM despatch.events WHERE stream = 'incident/1'", 1)]
    [InlineData("UPDATE despatch.heads SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE stream = 'incident/1'", 100)]
    [InlineData("UPDATE despatch.heads SET version = 99 WHERE stream = 'incident/1'", 99)]
    [InlineData("UPDATE despatch.heads SET version = 101 WHERE stream = 'incident/1'", 101)]
    [InlineData("UPDATE despatch.heads SET stream = 'incident/1x' WHERE stream = 'incident/1'", 1)]
    [InlineData("DELETE FROM despatch.heads WHERE stream = 'incident/1'", null)]
    [InlineData("INSERT INTO despatch.events VALUES ('incident/1', 101, 1000, 'n', 0, '', '')", 101)]
    public async Task A_change_behind_the_logs_back_is_found_where_it_is(string change, int? version)
    {
        var database = await server.CreateDatabaseAsync();
        await using var log = await OpenAsync(database);
        await FillAsync(log);
        Assert.Equal(new ChainReport(300, 3, FirstBreak: null), await log.VerifyAsync(Ct));

        await PostgresServer.ExecuteAsync(database, change);
        var report = await log.VerifyAsync(Ct);

        Assert.NotNull(report.FirstBreak);
        Assert.StartsWith("incident/1", report.FirstBreak.Stream, StringComparison.Ordinal);
        Assert.Equal(version ?? report.FirstBreak.Version, report.FirstBreak.Version);
    }
}
