using Despatch.EventLog.Sqlite;
using Despatch.TestTools;

namespace Despatch.EventLog.Tests.Sqlite;

/// <summary>What a store tells of its group commits.</summary>
public sealed class CommitTelemetryTests : IAsyncDisposable
{
    private readonly Spans _spans = new();
    private readonly Measurements _measured = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("despatch-log-");
    private readonly SqliteEventLog _log;

    public CommitTelemetryTests() =>
        _log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = Path.Combine(_folder.FullName, "log.db") }, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
        _spans.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task A_commit_hangs_below_the_append_that_it_serves_and_its_size_and_time_are_measured()
    {
        var outside = Spans.Begin();
        Assert.IsType<AppendResult.Appended>(await _log.AppendTracedAsync(Request("telemetry-1", 3)));
        outside.Dispose();

        var spans = await _spans.OfAsync(outside.TraceId, Ct, "append", "commit", "outside");
        var commit = Assert.Single(spans, s => s.OperationName is "commit");
        Assert.Equal(["commit", "append", "outside"], Spans.Way(spans, commit));
        Assert.Equal(3, commit.GetTagItem("despatch.events"));
        Assert.Contains("despatch.append.batch 3 store=sqlite", _measured.Seen);
        Assert.Contains(_measured.Seen, m =>
            m.StartsWith("despatch.append.duration 0.", StringComparison.Ordinal) && m.EndsWith(" store=sqlite,answer=done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_append_of_a_busy_moment_is_in_a_commit_that_names_it()
    {
        var outside = Spans.Begin();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _log.AppendTracedAsync(Request($"telemetry-busy-{i}", 1)).AsTask()));
        outside.Dispose();

        var spans = await _spans.OfAsync(outside.TraceId, Ct, "append", "commit", "outside");
        var served = spans.Where(s => s.OperationName is "commit").SelectMany(s => s.Links.Select(l => l.Context.SpanId).Append(s.ParentSpanId));
        Assert.Equal(
            spans.Where(s => s.OperationName is "append").Select(s => s.SpanId.ToHexString()).Order(StringComparer.Ordinal),
            served.Select(id => id.ToHexString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_span_of_a_fact_is_known_to_the_boards_of_this_process_unless_the_append_met_a_conflict()
    {
        var outside = Spans.Begin();
        await _log.AppendTracedAsync(Request("telemetry-2", 1));
        Assert.IsType<AppendResult.Conflict>(await _log.AppendTracedAsync(Request("telemetry-2", 1, expected: 7)));
        outside.Dispose();

        var logged = Assert.Single(await _log.ReadStreamAsync("telemetry-2", 0, 10, Ct));
        Assert.Equal(outside.TraceId, AppendTraces.Of(logged).TraceId);
        Assert.Equal(default, AppendTraces.Of(logged with { Version = 8 }));
    }

    private static AppendRequest Request(string stream, int events, long expected = 0) =>
        new([new StreamWrite(stream, expected, [.. Enumerable.Repeat(new NewEvent("test.v1", "{}"u8.ToArray(), []), events)])], null);
}
