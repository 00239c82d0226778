using System.Globalization;
using Despatch.EventLog.Postgres;
using Despatch.TestTools;
using Npgsql;
using static Despatch.EventLog.PostgresTests.PostgresTest;

namespace Despatch.EventLog.PostgresTests;

public sealed class SchemaTests(PostgresServer server)
{
    // Every object of the schema with the transaction that last touched its row: unchanged means nothing was done.
    private const string Fingerprint =
        "SELECT string_agg(o, ' ' ORDER BY o) FROM ("
        + "SELECT relname || ':' || xmin || ':' || coalesce(relacl::text, '') o FROM pg_class WHERE relnamespace = 'despatch'::regnamespace "
        + "UNION ALL SELECT proname || ':' || xmin || ':' || coalesce(proacl::text, '') FROM pg_proc "
        + "WHERE pronamespace = 'despatch'::regnamespace) objects";

    [Fact]
    public async Task Applying_the_schema_again_changes_nothing()
    {
        var database = await server.CreateDatabaseAsync();
        await using (var log = await OpenAsync(database))
        {
            await log.AppendAsync("incident/1", 0);
        }

        var before = await PostgresServer.ExecuteAsync(database, Fingerprint);
        await using var again = await OpenAsync(database);

        Assert.Equal(before, await PostgresServer.ExecuteAsync(database, Fingerprint));
        Assert.Equal(1, await again.LastPositionAsync(Ct));
    }

    [Fact]
    public async Task A_schema_half_there_is_completed_and_what_was_written_stays()
    {
        var database = await server.CreateDatabaseAsync();
        await using (var log = await OpenAsync(database))
        {
            await log.AppendAsync("incident/1", 0);
        }

        await PostgresServer.ExecuteAsync(
            database, "UPDATE despatch.schema_version SET version = 0; DROP FUNCTION despatch.event_hash; DROP INDEX despatch.events_position");
        await using var again = await OpenAsync(database);

        Assert.IsType<AppendResult.Appended>(await again.AppendAsync("incident/1", 1));
        Assert.Equal(new ChainReport(2, 1, FirstBreak: null), await again.VerifyAsync(Ct));
    }

    [Fact]
    public async Task Many_who_open_an_empty_database_at_once_make_one_schema()
    {
        var database = await server.CreateDatabaseAsync();

        var logs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync(database))));

        var results = await Task.WhenAll(logs.Select((log, i) => log.AppendAsync($"incident/{i}", 0)));
        Assert.All(results, result => Assert.IsType<AppendResult.Appended>(result));
        foreach (var log in logs)
        {
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        var database = await server.CreateDatabaseAsync();
        await (await OpenAsync(database)).DisposeAsync();
        await PostgresServer.ExecuteAsync(database, "UPDATE despatch.schema_version SET version = version + 1");

        var fault = await Assert.ThrowsAsync<EventLogException>(() => OpenAsync(database));

        Assert.Equal((EventLogFault.SchemaNewer, false), (fault.Code, fault.IsTransient));
    }

    [Fact]
    public async Task The_application_role_reads_and_appends_and_can_do_nothing_else()
    {
        var database = await server.CreateDatabaseAsync();
        var role = string.Create(CultureInfo.InvariantCulture, $"silo \"{Guid.NewGuid():N}\"");
        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await PostgresServer.ExecuteAsync(database, $"CREATE ROLE {quoted} LOGIN PASSWORD 'silo'");
        await (await OpenAsync(new PostgresEventLogOptions { ConnectionString = database, ApplicationRole = role })).DisposeAsync();
        var application = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "silo" }.ConnectionString;

        await using var log = await OpenAsync(application);
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync("incident/1", 0));
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync("incident/1", 1));
        Assert.Equal(2, (await FollowAsync(log, 2)).Count);

        foreach (var table in new[] { "events", "heads", "tags", "commands", "schema_version" })
        {
            await DeniedAsync(application, $"DELETE FROM despatch.{table}");
            await DeniedAsync(application, $"TRUNCATE despatch.{table}");
        }

        await DeniedAsync(application, "UPDATE despatch.events SET data = ''");
        await DeniedAsync(application, "UPDATE despatch.heads SET version = 0");
        await DeniedAsync(application, "INSERT INTO despatch.events VALUES ('incident/1', 3, 3, 'n', 0, '', '')");
        await DeniedAsync(application, "DROP TABLE despatch.events");
        Assert.Equal(new ChainReport(2, 1, FirstBreak: null), await log.VerifyAsync(Ct));
    }

    [Fact]
    public async Task The_owner_who_is_no_superuser_cannot_change_events_either()
    {
        var database = await server.CreateDatabaseAsync();
        var role = string.Create(CultureInfo.InvariantCulture, $"owner_{Guid.NewGuid():N}");
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await PostgresServer.ExecuteAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD 'own'; GRANT CREATE ON DATABASE {name} TO {role}");
        var owner = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "own" }.ConnectionString;

        await using var log = await OpenAsync(owner);
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync("incident/1", 0));
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync("incident/1", 1));

        await DeniedAsync(owner, "UPDATE despatch.events SET data = ''");
        await DeniedAsync(owner, "DELETE FROM despatch.events");
        await DeniedAsync(owner, "TRUNCATE despatch.events");
    }

    [Fact]
    public async Task Somebody_without_rights_is_told_so()
    {
        var database = await server.CreateDatabaseAsync();
        var role = string.Create(CultureInfo.InvariantCulture, $"nobody_{Guid.NewGuid():N}");
        await PostgresServer.ExecuteAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD 'none'");
        var stranger = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "none" };

        var fault = await Assert.ThrowsAsync<EventLogException>(() => OpenAsync(stranger.ConnectionString));
        Assert.Equal((EventLogFault.ReadOnly, false), (fault.Code, fault.IsTransient));

        stranger.Password = "wrong";
        fault = await Assert.ThrowsAsync<EventLogException>(() => OpenAsync(stranger.ConnectionString));
        Assert.Equal((EventLogFault.StoreUnavailable, false), (fault.Code, fault.IsTransient));
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_text_is_refused()
    {
        var database = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        var latin = new NpgsqlConnectionStringBuilder(database) { Database = "latin" }.ConnectionString;

        var fault = await Assert.ThrowsAsync<EventLogException>(() => OpenAsync(latin));

        Assert.Contains("UTF8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_is_named()
    {
        var options = new PostgresEventLogOptions { ConnectionString = "Host=127.0.0.1", MaxBatch = 0 };

        await Assert.ThrowsAsync<ArgumentException>("MaxBatch", () => OpenAsync(options));
        foreach (var wrong in new[] { " ", "Hots=127.0.0.1", "Host=127.0.0.1;Port=none", "Database=despatch", "nonsense" })
        {
            await Assert.ThrowsAsync<ArgumentException>("ConnectionString", () => OpenAsync(wrong));
        }
    }

    private static async Task DeniedAsync(string connectionString, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.ExecuteAsync(connectionString, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
