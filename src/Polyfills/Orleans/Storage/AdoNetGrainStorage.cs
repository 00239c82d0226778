using System.Data;
using System.Data.Common;
using System.Globalization;
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
        private readonly AdoNetQueries _queries = new(options.Invariant, options.ConnectionString, options.DataSource);

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
                    AdoNetQueries.Add(command, "GrainStateVersion", DbType.Int32, Version(grainState.ETag));
                    AdoNetQueries.Add(command, "PayloadBinary", DbType.Binary, payload);
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
                command => AdoNetQueries.Add(command, "GrainStateVersion", DbType.Int32, Version(grainState.ETag)),
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
                ? throw new InconsistentStateException($"Version conflict: {stateName} of {grain}.")
                : stored;

        private async Task<T?> Query<T>(
            string query, string stateName, GrainId grain, Action<DbCommand> addMore, Func<DbDataReader, T> read)
        {
            var rows = await _queries.RunAsync(
                query,
                command =>
                {
                    AdoNetQueries.Add(command, "GrainIdHash", DbType.Int32, grain.Key.GetHashCode());
                    AdoNetQueries.Add(command, "GrainIdN0", DbType.Int64, 0L);
                    AdoNetQueries.Add(command, "GrainIdN1", DbType.Int64, 0L);
                    AdoNetQueries.Add(command, "GrainTypeHash", DbType.Int32, IdSpan.Create(stateName).GetHashCode());
                    AdoNetQueries.Add(command, "GrainTypeString", DbType.String, stateName);
                    AdoNetQueries.Add(command, "GrainIdExtensionString", DbType.String, grain.Key.ToString());
                    AdoNetQueries.Add(command, "ServiceId", DbType.String, serviceId);
                    addMore(command);
                },
                read);
            return rows.Count > 0 ? rows[0] : default;
        }
    }
}
