using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Configuration
{
    /// <summary>Which database states are kept in: exactly one of connection string and data source.</summary>
    public class AdoNetGrainStorageOptions
    {
        public string? ConnectionString { get; set; }

        public DbDataSource? DataSource { get; set; }

        public string Invariant { get; set; } = "Microsoft.Data.SqlClient";

        public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    /// <summary>Storage in a database.</summary>
    public static class AdoNetGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddAdoNetGrainStorage(
            this ISiloBuilder builder, string name, Action<AdoNetGrainStorageOptions> configureOptions) =>
            builder.ConfigureServices(services => services.Configure(name, configureOptions)
                .AddKeyedSingleton<IGrainStorage>(name, static (sp, key) => new AdoNetGrainStorage(
                    sp.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get((string)key!),
                    sp.GetKeyedService<IGrainStorageSerializer>(key) ?? sp.GetRequiredService<IGrainStorageSerializer>(),
                    sp.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId)));
    }
}

namespace Orleans.Storage
{
    /// <summary>
    /// Keeps states in a database through the queries that its table OrleansQuery holds, with upstream's names of parameters and
    /// columns. The hashes are its own, so a database is used by one build only; states are caches and may be deleted in between.
    /// </summary>
    internal sealed class AdoNetGrainStorage(AdoNetGrainStorageOptions options, IGrainStorageSerializer serializer, string serviceId)
        : IGrainStorage
    {
        private readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer ?? serializer;
        private Dictionary<string, string>? _queries;

        public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var (payload, version) = await Query("ReadFromStorageKey", stateName, grainId, _ => { }, static reader =>
            {
                var bytes = reader.GetOrdinal("PayloadBinary");
                var version = reader.GetOrdinal("Version");
                return (reader.IsDBNull(bytes) ? null : (byte[])reader.GetValue(bytes), reader.IsDBNull(version) ? null : Text(reader.GetValue(version)));
            });
            grainState.State = payload is null ? PersistentState<T>.NewState() : _serializer.Deserialize<T>(new BinaryData(payload));
            grainState.ETag = version;
            grainState.RecordExists = payload is not null;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var payload = _serializer.Serialize(grainState.State).ToArray();
            var written = await Query(
                "WriteToStorageKey", stateName, grainId,
                command =>
                {
                    Add(command, "GrainStateVersion", DbType.Int32, Version(grainState.ETag));
                    Add(command, "PayloadBinary", DbType.Binary, payload);
                },
                static reader => Text(reader.GetValue(reader.GetOrdinal("NewGrainStateVersion"))));
            grainState.ETag = Accept(written, grainState.ETag, stateName, grainId);
            grainState.RecordExists = true;
        }

        public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (grainState.ETag is null)
            {
                await ReadStateAsync(stateName, grainId, grainState);
                if (!grainState.RecordExists)
                {
                    return;
                }
            }

            var cleared = await Query(
                "ClearStorageKey", stateName, grainId,
                command => Add(command, "GrainStateVersion", DbType.Int32, Version(grainState.ETag)),
                static reader => Text(reader.GetValue(0)));
            grainState.ETag = Accept(cleared, grainState.ETag, stateName, grainId);
            grainState.RecordExists = false;
            grainState.State = PersistentState<T>.NewState();
        }

        private static string? Text(object value) => value is DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

        private static object Version(string? etag) =>
            string.IsNullOrWhiteSpace(etag) ? DBNull.Value : int.Parse(etag, CultureInfo.InvariantCulture);

        // The same version as before means that nothing was written.
        private static string Accept(string? stored, string? expected, string stateName, GrainId grain) =>
            string.IsNullOrEmpty(stored) || string.Equals(stored, expected, StringComparison.Ordinal)
                ? throw new InconsistentStateException($"Version conflict: {stateName} of {grain}.", stored, expected)
                : stored;

        private static void Add(DbCommand command, string name, DbType type, object value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        private async Task<T?> Query<T>(
            string query, string stateName, GrainId grain, Action<DbCommand> addMore, Func<DbDataReader, T> read)
        {
            await using var connection = await Connect();
            _queries ??= await LoadQueries(connection);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the operator's own: it comes from the database's table of queries.
            command.CommandText = _queries[query];
#pragma warning restore CA2100
            Add(command, "GrainIdHash", DbType.Int32, grain.Key.GetHashCode());
            Add(command, "GrainIdN0", DbType.Int64, 0L);
            Add(command, "GrainIdN1", DbType.Int64, 0L);
            Add(command, "GrainTypeHash", DbType.Int32, IdSpan.Create(stateName).GetHashCode());
            Add(command, "GrainTypeString", DbType.String, stateName);
            Add(command, "GrainIdExtensionString", DbType.String, grain.Key.ToString());
            Add(command, "ServiceId", DbType.String, serviceId);
            addMore(command);
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() ? read(reader) : default;
        }

        private async Task<DbConnection> Connect()
        {
            if (options.DataSource is { } source)
            {
                return await source.OpenConnectionAsync();
            }

            var connection = Factory(options.Invariant).CreateConnection()!;
            connection.ConnectionString = options.ConnectionString;
            await connection.OpenAsync();
            return connection;
        }

        private static async Task<Dictionary<string, string>> LoadQueries(DbConnection connection)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT QueryKey, QueryText FROM OrleansQuery "
                + "WHERE QueryKey IN ('WriteToStorageKey', 'ReadFromStorageKey', 'ClearStorageKey')";
            await using var reader = await command.ExecuteReaderAsync();
            var queries = new Dictionary<string, string>(StringComparer.Ordinal);
            while (await reader.ReadAsync())
            {
                queries[reader.GetString(0)] = reader.GetString(1);
            }

            return queries;
        }

        private static DbProviderFactory Factory(string invariant)
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
}
