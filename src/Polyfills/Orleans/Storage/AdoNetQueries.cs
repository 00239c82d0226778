using System.Data;
using System.Data.Common;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Runs the statements that a database's table OrleansQuery holds, each under its key. Thread-safe.</summary>
internal sealed class AdoNetQueries(string invariant, string? connectionString, DbDataSource? source)
{
    private Dictionary<string, string>? _queries;

    /// <summary>Runs a statement and reads its rows.</summary>
    public async Task<List<T>> RunAsync<T>(string key, Action<DbCommand> parameters, Func<DbDataReader, T> read)
    {
        await using var connection = await ConnectAsync();
        _queries ??= await LoadAsync(connection);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the operator's own: it comes from the database's table of queries.
        command.CommandText = _queries.TryGetValue(key, out var text)
            ? text
            : throw new OrleansConfigurationException($"The table OrleansQuery lacks {key}.");
#pragma warning restore CA2100
        parameters(command);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static void Add(DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private static async Task<Dictionary<string, string>> LoadAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT QueryKey, QueryText FROM OrleansQuery";
        await using var reader = await command.ExecuteReaderAsync();
        var queries = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            queries[reader.GetString(0)] = reader.GetString(1);
        }

        return queries;
    }

    private async Task<DbConnection> ConnectAsync()
    {
        if (source is not null)
        {
            return await source.OpenConnectionAsync();
        }

        var connection = Factory().CreateConnection()!;
        connection.ConnectionString = connectionString;
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private DbProviderFactory Factory()
    {
        if (DbProviderFactories.TryGetFactory(invariant, out var registered))
        {
            return registered;
        }

        // Registered by nobody, but known by name: upstream's name for SQLite is another package's.
        var type = invariant switch
        {
            "Npgsql" => Type.GetType("Npgsql.NpgsqlFactory, Npgsql"),
            "System.Data.SQLite" => Type.GetType("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite"),
            _ => null,
        };
        return type?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
            ?? throw new OrleansConfigurationException($"Database provider factory with '{invariant}' invariant name not found.");
    }
}
