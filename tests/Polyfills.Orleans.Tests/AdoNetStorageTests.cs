using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Polyfills.OrleansTests;

public interface ILedgerGrain : IGrainWithStringKey
{
    Task Write(string line);

    Task<IReadOnlyList<string>> Lines();

    Task Clear();

    Task SpoilTag();
}

public sealed class LedgerGrain([PersistentState("ledger", "database")] IPersistentState<Notebook> notebook) : Grain, ILedgerGrain
{
    public Task Write(string line)
    {
        notebook.State.Lines.Add(line);
        return notebook.WriteStateAsync();
    }

    public Task<IReadOnlyList<string>> Lines() => Task.FromResult<IReadOnlyList<string>>(notebook.State.Lines.ToList());

    public Task Clear() => notebook.ClearStateAsync();

    public async Task SpoilTag()
    {
        var storage = ServiceProvider.GetRequiredKeyedService<IGrainStorage>("database");
        var other = new Other();
        await storage.ReadStateAsync("ledger", this.GetGrainId(), other);
        await storage.WriteStateAsync("ledger", this.GetGrainId(), other);
    }

    private sealed class Other : IGrainState<Notebook>
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public Notebook State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}

public sealed class AdoNetStorageTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE OrleansQuery(QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE State(Service TEXT, Kind TEXT, Key TEXT, Payload BLOB, Version INTEGER, PRIMARY KEY(Service, Kind, Key));
        INSERT INTO OrleansQuery VALUES
        ('ReadFromStorageKey', 'SELECT Payload AS PayloadBinary, Version FROM State
            WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString'),
        ('WriteToStorageKey', 'INSERT INTO State VALUES (@ServiceId, @GrainTypeString, @GrainIdExtensionString, @PayloadBinary, 1)
            ON CONFLICT DO UPDATE SET Payload = @PayloadBinary, Version = Version + 1 WHERE Version = @GrainStateVersion;
            SELECT CASE WHEN changes() > 0 THEN Version ELSE @GrainStateVersion END AS NewGrainStateVersion FROM State
            WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString'),
        ('ClearStorageKey', 'UPDATE State SET Payload = NULL, Version = Version + 1
            WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString AND Version = @GrainStateVersion;
            SELECT CASE WHEN changes() > 0 THEN Version ELSE @GrainStateVersion END AS NewGrainStateVersion FROM State
            WHERE Service = @ServiceId AND Kind = @GrainTypeString AND Key = @GrainIdExtensionString');
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".db");

    public AdoNetStorageTests()
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    private string ConnectionString => $"Data Source={_file};Pooling=False";

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task State_in_a_database_outlives_the_cluster()
    {
        await using (var cluster = await Deploy())
        {
            var ledger = cluster.Client.GetGrain<ILedgerGrain>("x-ledger");
            await ledger.Write("one");
            await ledger.Write("two");
        }

        await using var next = await Deploy();
        var again = next.Client.GetGrain<ILedgerGrain>("x-ledger");
        Assert.Equal(["one", "two"], await again.Lines());
        await again.Clear();
        await again.Write("three");
        Assert.Equal(["three"], await again.Lines());
    }

    [Fact]
    public async Task A_write_over_a_newer_version_is_a_conflict()
    {
        await using var cluster = await Deploy();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("x-conflict");
        await ledger.Write("one");
        await ledger.SpoilTag();

        await Assert.ThrowsAsync<InconsistentStateException>(() => ledger.Write("two"));
    }

    private Task<InProcessTestCluster> Deploy() => Clusters.Deploy(
        silos: 1,
        silo => silo.AddAdoNetGrainStorage("database", o =>
        {
            o.Invariant = "System.Data.SQLite";
            o.ConnectionString = ConnectionString;
        }),
        serviceId: "despatch");
}
