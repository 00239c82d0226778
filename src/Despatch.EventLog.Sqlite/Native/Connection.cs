using SQLitePCL;

namespace Despatch.EventLog.Sqlite.Native;

/// <summary>One SQLite connection. Not thread-safe: one user at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly sqlite3 _db;
    private readonly List<Statement> _statements = [];

    static Connection() => Batteries_V2.Init();

    public Connection(string path, TimeSpan busyTimeout)
    {
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out _db, flags, null);
        try
        {
            SqliteFault.ThrowIfFailed(result, _db, $"open the event log {Path.GetFileName(path)}");
            raw.sqlite3_extended_result_codes(_db, 1);
            raw.sqlite3_busy_timeout(_db, (int)busyTimeout.TotalMilliseconds);
        }
        catch
        {
            // No one has the connection yet who could close it.
            _db.Dispose();
            throw;
        }
    }

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public long LastRowId => raw.sqlite3_last_insert_rowid(_db);

    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(_db, sql);
        SqliteFault.ThrowIfFailed(result, _db, "execute a statement");
    }

    /// <summary>Executes what may fail without anybody minding.</summary>
    public void TryExecute(string sql) => raw.sqlite3_exec(_db, sql);

    public long QueryNumber(string sql)
    {
        using var statement = new Statement(_db, sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>A statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(_db, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        _statements.Clear();
        _db.Dispose();
    }
}
