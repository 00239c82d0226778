using Despatch.Grains.Snapshots;
using Microsoft.Data.Sqlite;
using Orleans.Hosting;

namespace Despatch.Host.Serving;

/// <summary>
/// The grains' snapshots beside an embedded log: a SQLite file of their own, so that nothing that happens to it touches the log. One that
/// cannot be used is made anew; where none can be made, none are kept.
/// </summary>
internal sealed class SnapshotFile
{
    private readonly string? _connection;

    private SnapshotFile(string? connection) => _connection = connection;

    /// <summary>Makes the file of a log ready.</summary>
    public static SnapshotFile Beside(string dataFile)
    {
        var file = dataFile + "-snapshots";
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ConnectionString;
        try
        {
            Create(connection);
        }
        catch (SqliteException)
        {
            if (!TryAnew(file, connection))
            {
                connection = null;
            }
        }

        return new SnapshotFile(connection);
    }

    /// <summary>Lets the grains of a silo use it.</summary>
    public void AddTo(ISiloBuilder silo)
    {
        if (_connection is not null)
        {
            silo.AddAdoNetGrainStorage(SnapshotStorage.StoreName, storage =>
            {
                // Orleans' name for SQLite, whichever package it comes from.
                storage.Invariant = "System.Data.SQLite";
                storage.ConnectionString = _connection;
            });
        }
    }

    private static bool TryAnew(string file, string connection)
    {
        try
        {
            SqliteConnection.ClearAllPools();
            foreach (var part in new[] { file, file + "-wal", file + "-shm" })
            {
                File.Delete(part);
            }

            Create(connection);
            return true;
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Create(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        using var script = new StreamReader(typeof(SnapshotFile).Assembly.GetManifestResourceStream("Serving/Snapshots.sql")!);
#pragma warning disable CA2100 // The text is this program's own.
        command.CommandText = script.ReadToEnd();
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
