using SQLitePCL;

namespace Despatch.EventLog.Tests.Sqlite;

/// <summary>A database file reached behind the log's back.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly sqlite3 _db;

    public RawFile(string path)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(path, out _db));
    }

    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(_db, sql, null, null, out var message);
        Assert.True(result == raw.SQLITE_OK, message);
    }

    public void Dispose() => _db.Dispose();
}
