using Despatch.EventLog.Sqlite;
using Despatch.EventLog.Tests.Contract;

namespace Despatch.EventLog.Tests.Sqlite;

/// <summary>The contract, kept by the embedded store.</summary>
public class SqliteEventLogTests : EventLogContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteEventLog> _opened = [];

    protected virtual SqliteEventLogOptions Options(string path) => new() { Path = path };

    protected override Task<IEventLog> OpenAsync(TimeProvider? clock = null)
    {
        var log = SqliteEventLog.Open(Options(_folder.File("log.db")), clock ?? TimeProvider.System);
        _opened.Add(log);
        return Task.FromResult<IEventLog>(log);
    }

    protected override async Task CloseAsync(IEventLog log) => await ((SqliteEventLog)log).DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var log in _opened)
        {
            await log.DisposeAsync();
        }

        _folder.Dispose();
    }
}

/// <summary>The contract again with everything as small as it may be: followers must read the file, writers must queue.</summary>
public sealed class CrampedSqliteEventLogTests : SqliteEventLogTests
{
    protected override SqliteEventLogOptions Options(string path) =>
        new() { Path = path, MaxBatch = 2, MaxWaiting = 1, Readers = 1, RecentEvents = 3, RecentBytes = 64 };
}
