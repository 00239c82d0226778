using Despatch.EventLog.Postgres;
using Despatch.EventLog.Tests.Contract;
using Despatch.TestTools;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Despatch.EventLog.PostgresTests;

/// <summary>The contract, kept by the cluster's store.</summary>
public class PostgresEventLogTests(PostgresServer server) : EventLogContract
{
    private readonly List<PostgresEventLog> _opened = [];
    private string? _database;

    protected virtual PostgresEventLogOptions Options(string connectionString) => new() { ConnectionString = connectionString };

    protected override async Task<IEventLog> OpenAsync(TimeProvider? clock = null)
    {
        _database ??= await server.CreateDatabaseAsync();
        var log = await PostgresEventLog.OpenAsync(Options(_database), clock ?? TimeProvider.System, Ct);
        _opened.Add(log);
        return log;
    }

    protected override async Task CloseAsync(IEventLog log) => await ((PostgresEventLog)log).DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var log in _opened)
        {
            await log.DisposeAsync();
        }
    }
}

/// <summary>The contract again with everything as small as it may be.</summary>
public sealed class CrampedPostgresEventLogTests(PostgresServer server) : PostgresEventLogTests(server)
{
    protected override PostgresEventLogOptions Options(string connectionString) =>
        new() { ConnectionString = connectionString, MaxBatch = 2, MaxBatchBytes = 4, MaxWaiting = 1, Readers = 1 };
}
