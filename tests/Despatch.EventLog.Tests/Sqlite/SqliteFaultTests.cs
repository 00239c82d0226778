using Despatch.EventLog.Sqlite;

namespace Despatch.EventLog.Tests.Sqlite;

public sealed class SqliteFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string LogFile => _folder.File("log.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_has_one_writer()
    {
        await using (Open())
        {
            Assert.Equal(EventLogFault.AlreadyOpen, Assert.Throws<EventLogException>(() => Open()).Code);
        }

        await using var next = Open();
        Assert.Equal(0, await next.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await Open().DisposeAsync();
        Alter("PRAGMA user_version = 9999");
        var before = await File.ReadAllBytesAsync(LogFile, Ct);

        Assert.Equal(EventLogFault.SchemaNewer, Assert.Throws<EventLogException>(() => Open()).Code);

        Assert.Equal(before, await File.ReadAllBytesAsync(LogFile, Ct));
    }

    [Fact]
    public void A_database_that_is_no_log_is_refused()
    {
        Alter("CREATE TABLE somebody_elses (x)");

        Assert.Equal(EventLogFault.Corrupt, Assert.Throws<EventLogException>(() => Open()).Code);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(LogFile, string.Join('\n', Enumerable.Repeat("This is not a database.", 100)), Ct);

        Assert.Equal(EventLogFault.Corrupt, Assert.Throws<EventLogException>(() => Open()).Code);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused()
    {
        var options = new SqliteEventLogOptions { Path = Path.Combine(LogFile, "missing", "log.db") };

        var fault = Assert.Throws<EventLogException>(() => SqliteEventLog.Open(options, TimeProvider.System));

        Assert.Equal((EventLogFault.StoreUnavailable, false), (fault.Code, fault.IsTransient));
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_named()
    {
        var options = new SqliteEventLogOptions { Path = LogFile, MaxBatch = 0 };

        Assert.Throws<ArgumentException>("MaxBatch", () => SqliteEventLog.Open(options, TimeProvider.System));
    }

    [Fact]
    public async Task When_the_disk_is_full_the_batch_is_wholly_refused_and_what_was_there_stays()
    {
        await using var log = Open(new() { Path = LogFile, MaxFileBytes = 200_000 });
        var version = 0L;
        EventLogException? fault = null;
        while (fault is null)
        {
            try
            {
                await AppendAsync(log, version, 10_000);
                version++;
            }
            catch (EventLogException exception)
            {
                fault = exception;
            }
        }

        Assert.Equal((EventLogFault.DiskFull, false), (fault.Code, fault.IsTransient));
        Assert.Equal(version, await log.LastPositionAsync(Ct));
        Assert.Equal(version, (await log.ReadStreamAsync("incident/1", 0, 1_000, Ct)).Count);
        Assert.IsType<AppendResult.Appended>(await AppendAsync(log, version, 10));
        Assert.Equal(version + 1, (await log.VerifyAsync(Ct)).Events);
    }

    [Fact]
    public async Task A_file_locked_by_somebody_else_is_a_fault_that_passes()
    {
        await using var log = Open(new() { Path = LogFile, BusyTimeout = TimeSpan.Zero });
        using var file = new RawFile(LogFile);
        file.Execute("BEGIN IMMEDIATE");

        var fault = await Assert.ThrowsAsync<EventLogException>(async () => await AppendAsync(log, 0, 10));
        Assert.Equal((EventLogFault.StoreBusy, true), (fault.Code, fault.IsTransient));
        Assert.Equal(0, await log.LastPositionAsync(Ct));

        file.Execute("ROLLBACK");
        Assert.IsType<AppendResult.Appended>(await AppendAsync(log, 0, 10));
    }

    [Fact]
    public async Task A_damaged_page_is_a_fault_and_not_wrong_data()
    {
        await using (var log = Open())
        {
            await AppendAsync(log, 0, 200_000);
        }

        await using (var file = new FileStream(LogFile, FileMode.Open))
        {
            file.Seek(4_096, SeekOrigin.Begin);
            await file.WriteAsync(Enumerable.Repeat((byte)0xFF, 4_096 * 4).ToArray(), Ct);
        }

        var fault = await Assert.ThrowsAsync<EventLogException>(async () =>
        {
            await using var log = Open();
            await log.ReadAsync(0, 10, Ct);
            await log.ReadStreamAsync("incident/1", 0, 10, Ct);
        });
        Assert.Equal(EventLogFault.Corrupt, fault.Code);
    }

    [Fact]
    public async Task What_waits_when_the_log_is_closed_is_still_written()
    {
        var log = Open();
        var waiting = Enumerable.Range(0, 200)
            .Select(i => log.AppendAsync(RequestOf($"incident/{i}", 0, 10), Ct).AsTask())
            .ToList();

        await log.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), result => Assert.IsType<AppendResult.Appended>(result));
        await using var again = Open();
        Assert.Equal(200, await again.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task Events_cannot_be_changed_or_deleted_by_a_slip_of_the_hand()
    {
        await using var log = Open();
        await AppendAsync(log, 0, 10);
        using var file = new RawFile(LogFile);

        Assert.ThrowsAny<Exception>(() => file.Execute("DELETE FROM events"));
        Assert.ThrowsAny<Exception>(() => file.Execute("UPDATE events SET at = 0"));
        Assert.True((await log.VerifyAsync(Ct)).IsIntact);
    }

    private static AppendRequest RequestOf(string stream, long version, int bytes) =>
        new([new StreamWrite(stream, version, [new NewEvent("test.happened.v1", new byte[bytes], [])])], Command: null);

    private static async Task<AppendResult> AppendAsync(SqliteEventLog log, long version, int bytes) =>
        await log.AppendAsync(RequestOf("incident/1", version, bytes), Ct);

    private SqliteEventLog Open(SqliteEventLogOptions? options = null) =>
        SqliteEventLog.Open(options ?? new() { Path = LogFile }, TimeProvider.System);

    private void Alter(string sql)
    {
        using var file = new RawFile(LogFile);
        file.Execute(sql);
    }
}
