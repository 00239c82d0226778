using System.Reflection;
using Npgsql;

namespace Despatch.EventLog.Postgres.Schema;

/// <summary>
/// Brings a database to the present schema from the embedded SQL tree, one object a file, each file re-runnable. One process at a
/// time does it, in one transaction; the others wait and find it done.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Raised by whoever changes anything under Sql/; the files must then take every older schema to the new one.</summary>
    public const int Version = 4;

    private const string ApplicationFile = "Sql/privileges/application.sql";
    private const string UniversalEncoding = "UTF8";
    private const int PatienceSeconds = 60;

    // In this order: functions name tables, privileges name everything.
    private static readonly string[] Folders = ["Sql/tables/", "Sql/indexes/", "Sql/functions/", "Sql/privileges/"];

    /// <summary>Applies what is missing; changes nothing when nothing is.</summary>
    /// <exception cref="EventLogException">
    /// Code <c>schema-newer</c>; <c>store-unavailable</c> for a database that could not hold every text.
    /// </exception>
    public static async Task ApplyAsync(NpgsqlDataSource source, string? applicationRole, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await RunAsync(connection, "SELECT pg_advisory_xact_lock(4919131752989214002)", ct);
            await CheckEncodingAsync(connection, ct);
            var found = await FindVersionAsync(connection, ct);
            if (found > Version)
            {
                throw new EventLogException(
                    EventLogFault.SchemaNewer,
                    isTransient: false,
                    $"The event log has schema {found}; this program knows schemas up to {Version}. Start a newer version of it.");
            }

            if (found < Version)
            {
                await CreateAsync(connection, ct);
            }

            if (applicationRole is not null && !await MayAppendAsync(connection, applicationRole, ct))
            {
                await RunAsync(connection, Read(ApplicationFile).Replace(":role", Quote(applicationRole), StringComparison.Ordinal), ct);
            }

            await transaction.CommitAsync(ct);
        }
        catch (Exception exception) when (PostgresFault.IsOne(exception))
        {
            throw PostgresFault.Of(exception, "open the event log");
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await RunAsync(connection, "CREATE SCHEMA IF NOT EXISTS despatch", ct);
        var names = Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal).ToList();
        var files = Folders.SelectMany(folder => names.Where(name => name.StartsWith(folder, StringComparison.Ordinal)));
        foreach (var file in files.Where(file => !string.Equals(file, ApplicationFile, StringComparison.Ordinal)))
        {
            await RunAsync(connection, Read(file), ct);
        }

        await RunAsync(
            connection,
            $"INSERT INTO despatch.schema_version (version) VALUES ({Version}) ON CONFLICT (only_row) DO UPDATE SET version = {Version}",
            ct);
    }

    private static async Task<int> FindVersionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var exists = await AskAsync(connection, "SELECT to_regclass('despatch.schema_version') IS NOT NULL", ct);
        return exists is true && await AskAsync(connection, "SELECT version FROM despatch.schema_version", ct) is int version ? version : 0;
    }

    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await AskAsync(connection, "SHOW server_encoding", ct) is not UniversalEncoding)
        {
            throw new EventLogException(
                EventLogFault.StoreUnavailable, isTransient: false, "The event log's database must have the encoding UTF8.");
        }
    }

    private static async Task<bool> MayAppendAsync(NpgsqlConnection connection, string role, CancellationToken ct)
    {
        const string question =
            "SELECT bool_and(has_function_privilege($1, p.oid, 'EXECUTE')) FROM pg_proc p "
            + "WHERE p.pronamespace = 'despatch'::regnamespace";
        await using var command = new NpgsqlCommand(question, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = role });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, sql);
        return await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = PatienceSeconds };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
