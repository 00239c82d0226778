using System.Globalization;
using Despatch.EventLog.Sqlite.Native;
using Despatch.EventLog.Sqlite.Schema;

namespace Despatch.EventLog.Sqlite.Writing;

/// <summary>Opens the one connection that writes, with the settings durability rests on and the schema up to date.</summary>
internal static class WriterConnection
{
    // 16 MB of write-ahead log before it is folded into the file: fewer syncs, and still little to replay after a crash.
    private const int CheckpointPages = 4_000;
    private const int KeptLogBytes = 64 * 1024 * 1024;
    private const int CacheKibibytes = 16 * 1024;

    public static Connection Open(SqliteEventLogOptions options)
    {
        var connection = new Connection(options.Path, options.BusyTimeout);
        try
        {
            SqliteSchema.Check(connection);
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute(Pragma("wal_autocheckpoint", CheckpointPages));
            connection.Execute(Pragma("journal_size_limit", KeptLogBytes));
            connection.Execute(Pragma("cache_size", -CacheKibibytes));
            if (options.MaxFileBytes is { } most)
            {
                connection.Execute(Pragma("max_page_count", Math.Max(1, most / connection.QueryNumber("PRAGMA page_size"))));
            }

            SqliteSchema.Bring(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Pragma(string name, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA {name} = {value}");
}
