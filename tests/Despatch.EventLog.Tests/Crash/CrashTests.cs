using System.Text;
using Despatch.EventLog.Sqlite;
using Despatch.EventLog.Tests.Sqlite;

namespace Despatch.EventLog.Tests.Crash;

public sealed class CrashTests : IDisposable
{
    private const int Kills = 15;
    private const int EventsPerAppend = 4;
    private const int MostBeforeKill = 3_000;

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_writer_killed_at_any_moment_loses_nothing_it_acknowledged_and_leaves_nothing_half_done()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var file = _folder.File("log.db");
        for (var kill = 0; kill < Kills; kill++)
        {
            // Small numbers as likely as large ones: much can go wrong just after a start.
            var count = (int)Math.Pow(MostBeforeKill, random.NextDouble());
            using var writer = new CrashWriterProcess(file, $"run{kill}");
            var acknowledged = await writer.KillAfterAsync(count, Ct);
            await VerifyAsync(file, acknowledged, $"seed {seed}, kill {kill} after {count}");
        }
    }

    private async Task VerifyAsync(string file, List<string> acknowledged, string where)
    {
        await using var log = SqliteEventLog.Open(new() { Path = file }, TimeProvider.System);
        var report = await log.VerifyAsync(Ct);
        Assert.True(report.IsIntact, $"{where}: the chain breaks at {report.FirstBreak}.");
        await ReadNewAppendsAsync(log, where);
        var lost = acknowledged.Where(id => !_found.Contains(id)).ToList();
        Assert.True(lost.Count == 0, $"{where}: acknowledged and lost: {string.Join(", ", lost)}.");
        Assert.Equal(_position, report.Events);
        Assert.Equal(_position, await log.LastPositionAsync(Ct));
        foreach (var id in acknowledged.TakeLast(100))
        {
            Assert.True((await log.FindAsync($"id:{id}", 10, Ct)).Count == EventsPerAppend, $"{where}: {id} lacks a tag.");
        }
    }

    private async Task ReadNewAppendsAsync(SqliteEventLog log, string where)
    {
        while (await log.ReadAsync(_position, EventsPerAppend * 250, Ct) is { Count: > 0 } page)
        {
            foreach (var append in page.Chunk(EventsPerAppend))
            {
                var ids = append.Select(logged => Encoding.UTF8.GetString(logged.Data.Span)).Distinct(StringComparer.Ordinal).ToList();
                Assert.True(append.Length == EventsPerAppend && ids.Count == 1, $"{where}: half an append at {append[0].Position}.");
                Assert.True(_found.Add(ids[0]), $"{where}: {ids[0]} is there twice.");
                var done = await log.FindCommandAsync(ids[0], Ct);
                Assert.True(done?.Position == append[^1].Position, $"{where}: the command {ids[0]} is not recorded with its events.");
            }

            _position = page[^1].Position;
        }
    }
}
