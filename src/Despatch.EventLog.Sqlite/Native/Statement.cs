using System.Text;
using SQLitePCL;

namespace Despatch.EventLog.Sqlite.Native;

/// <summary>A prepared statement that is used again and again. Not thread-safe.</summary>
internal sealed class Statement : IDisposable
{
    private const int StackLimit = 512;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 db, string sql)
    {
        _db = db;
        var result = raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        SqliteFault.ThrowIfFailed(result, db, "prepare a statement");
    }

    public Statement Bind(int index, long value) => Bound(raw.sqlite3_bind_int64(_statement, index, value));

    public Statement Bind(int index, ReadOnlySpan<byte> value) => Bound(
        value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));

    public Statement Bind(int index, string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var buffer = most <= StackLimit ? stackalloc byte[StackLimit] : new byte[most];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        return Bound(raw.sqlite3_bind_text(_statement, index, buffer[..length]));
    }

    /// <summary>Moves to the next row; false, and ready to be bound again, after the last.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        SqliteFault.ThrowIfFailed(result, _db, "run a statement");
        return false;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run() => Step();

    /// <summary>Lets go of the rows not read; a statement left on a row would hold its read transaction open.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public void Dispose() => _statement.Dispose();

    private Statement Bound(int result)
    {
        SqliteFault.ThrowIfFailed(result, _db, "bind a value");
        return this;
    }
}
