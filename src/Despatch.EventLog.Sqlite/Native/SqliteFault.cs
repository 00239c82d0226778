using SQLitePCL;

namespace Despatch.EventLog.Sqlite.Native;

/// <summary>Turns SQLite's result codes into the log's faults; never its message texts.</summary>
internal static class SqliteFault
{
    private const int PrimaryCodeMask = 0xFF;

    public static void ThrowIfFailed(int result, sqlite3? db, string action)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var (code, isTransient) = (result & PrimaryCodeMask) switch
        {
            raw.SQLITE_FULL => (EventLogFault.DiskFull, false),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (EventLogFault.StoreBusy, true),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => (EventLogFault.ReadOnly, false),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT => (EventLogFault.Corrupt, false),
            raw.SQLITE_IOERR or raw.SQLITE_NOMEM => (EventLogFault.StoreUnavailable, true),
            _ => (EventLogFault.StoreUnavailable, false),
        };
        var words = db is null ? string.Empty : $" {raw.sqlite3_errmsg(db).utf8_to_string()}.";
        throw new EventLogException(code, isTransient, $"SQLite could not {action} (result {result}).{words}");
    }
}
