using System.Globalization;
using Despatch.LocalCluster;
using Npgsql;

namespace Despatch.TestTools;

/// <summary>
/// A real PostgreSQL for tests. Where the machine has none the tests that ask for a database are skipped, except under CI=true.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private ThrowawayPostgres? _server;
    private int _databases;

    /// <summary>The port of 127.0.0.1 it listens on; it keeps it over restarts.</summary>
    public int Port => Server.Port;

    private ThrowawayPostgres Server => _server ?? throw new InvalidOperationException("No server was started.");

    /// <summary>Starts one that a test has for itself. Dispose it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        return server;
    }

    /// <summary>Skips the test where PostgreSQL is not installed; under CI=true fails it.</summary>
    public static void SkipUnlessInstalled()
    {
        if (!ThrowawayPostgres.IsInstalled)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", "PostgreSQL is not installed (no initdb was found).");
            Assert.Fail("PostgreSQL is not installed (no initdb was found), and under CI=true it must be.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (ThrowawayPostgres.IsInstalled)
        {
            _server = await ThrowawayPostgres.StartAsync();
        }
    }

    /// <summary>Makes an empty database of its own for a test; gives its connection string. Skips the test without binaries.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        SkipUnlessInstalled();
        return await Server.CreateDatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"log{Interlocked.Increment(ref _databases)}"));
    }

    /// <summary>Runs a statement over a connection that is not pooled.</summary>
    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc cref="ThrowawayPostgres.StartAgainAsync"/>
    public Task StartAgainAsync() => Server.StartAgainAsync();

    /// <inheritdoc cref="ThrowawayPostgres.RestartAsync"/>
    public Task RestartAsync(string mode = "fast") => Server.RestartAsync(mode);

    /// <inheritdoc cref="ThrowawayPostgres.StopAsync"/>
    public Task StopAsync(string mode = "fast") => Server.StopAsync(mode);

    /// <inheritdoc cref="ThrowawayPostgres.FreezeAsync"/>
    public Task FreezeAsync() => Server.FreezeAsync();

    /// <inheritdoc cref="ThrowawayPostgres.ThawAsync"/>
    public Task ThawAsync() => Server.ThawAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
