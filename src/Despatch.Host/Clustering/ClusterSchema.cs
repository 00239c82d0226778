using System.Reflection;
using Npgsql;

namespace Despatch.Host.Clustering;

/// <summary>
/// What Orleans' ADO.NET providers need in the database: tables of our own in the schema <c>orleans</c>, and the statements they run, one a
/// file, each under its file's name in the table OrleansQuery. Re-runnable; one process at a time applies it.
/// </summary>
internal static class ClusterSchema
{
    /// <summary>The schema, to be put on the providers' search path: they name their table of statements without one.</summary>
    public const string Name = "orleans";

    private const string Tables = "Clustering/tables/";
    private const string Queries = "Clustering/queries/";
    private const string Extension = ".sql";

    /// <summary>Makes what is missing and brings the statements up to this program's.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task ApplyAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, "SELECT pg_advisory_xact_lock(4919131752989214003)", ct);
        await RunAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {Name}", ct);
        foreach (var table in Files(Tables))
        {
            await RunAsync(connection, Read(table), ct);
        }

        foreach (var query in Files(Queries))
        {
            await RunAsync(
                connection,
                "INSERT INTO orleans.OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) "
                + "ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText",
                ct,
                query[Queries.Length..^Extension.Length],
                Read(query));
        }

        await transaction.CommitAsync(ct);
    }

    private static IEnumerable<string> Files(string folder) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params string[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
