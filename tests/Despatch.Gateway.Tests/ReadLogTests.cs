using Despatch.Domain;
using Despatch.Domain.Records;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.Gateway.Reading;
using Despatch.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Despatch.Gateway.Tests;

/// <summary>Readings on their way to the log.</summary>
public sealed class ReadLogTests : IAsyncDisposable
{
    private static readonly Actor By = new("PC1", Role.Crew);

    private readonly string _directory = Directory.CreateTempSubdirectory("despatch-reads-").FullName;
    private readonly SqliteEventLog _log;
    private readonly EventCodec _codec = new(EventNames.Catalogue);

    public ReadLogTests() =>
        _log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = Path.Combine(_directory, "log.db") }, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_orderly_stop_loses_no_reading_and_who_reads_later_waits_for_the_log()
    {
        using var reads = New(_log);
        await reads.StartAsync(Ct);
        for (var i = 0; i < 2_500; i++)
        {
            await reads.NoteAsync(By, $"contact-{i}", "get", [], Ct);
        }

        await reads.StopAsync(Ct);
        Assert.Equal(2_500, await CountAsync());

        await reads.NoteAsync(By, "contact-late", "get", [], Ct);
        Assert.Equal(2_501, await CountAsync());
    }

    [Fact]
    public async Task The_same_look_within_a_moment_is_one_and_another_way_of_looking_is_another()
    {
        using var reads = New(_log);
        await reads.NoteAsync(By, "contact-1", "get", [], Ct);
        await reads.NoteAsync(By, "contact-1", "get", [], Ct);
        await reads.NoteAsync(By, "contact-1", "history", [], Ct);
        await reads.FlushAsync();
        Assert.Equal(2, await CountAsync());

        await reads.NoteAsync(By, "contact-1", "get", [], Ct);
        await reads.FlushAsync();
        Assert.Equal(3, (await _log.FindAsync(RecordRead.Tag("contact-1"), 10, Ct)).Count);
    }

    [Fact]
    public async Task A_log_that_fails_after_it_wrote_gets_each_reading_once()
    {
        var failing = new FailingLog(_log);
        using var reads = New(failing);
        await reads.NoteAsync(By, "contact-1", "get", [], Ct);
        failing.FailAfter = true;
        await Assert.ThrowsAsync<EventLogException>(reads.FlushAsync);
        await reads.NoteAsync(By, "contact-2", "get", [], Ct);
        failing.FailAfter = false;
        await reads.FlushAsync();

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Two_of_one_name_that_began_in_the_same_moment_do_not_take_each_others_place()
    {
        var clock = new StandingClock();
        using var one = New(_log, clock);
        using var other = New(_log, clock);
        await one.NoteAsync(By, "contact-1", "get", [], Ct);
        await other.NoteAsync(By, "contact-2", "get", [], Ct);
        await one.FlushAsync();
        await other.FlushAsync();
        await one.NoteAsync(By, "contact-3", "get", [], Ct);
        await one.FlushAsync();

        Assert.Equal(3, await CountAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private ReadLog New(IEventLog log, TimeProvider? clock = null) =>
        new(log, _codec, new FakeSilo().Details(), clock ?? TimeProvider.System, NullLogger<ReadLog>.Instance);

    /// <summary>A clock that stands still.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    }

    private async Task<int> CountAsync() => (await _log.ReadAsync(0, 10_000, Ct)).Count;
}
