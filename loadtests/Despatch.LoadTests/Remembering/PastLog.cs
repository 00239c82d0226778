using System.Collections.Immutable;
using Despatch.EventLog;
using Despatch.EventLog.Postgres;
using Despatch.EventLog.Sqlite;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;
using Npgsql;

namespace Despatch.LoadTests.Remembering;

/// <summary>A log that a host is measured on: years are written into it, and hosts live on it one after another.</summary>
internal abstract class PastLog
{
    /// <summary>Opens it for one writer and closes it after.</summary>
    /// <exception cref="EventLogException">It cannot be written.</exception>
    public abstract Task WriteAsync(Func<IEventLog, Task> write, TimeProvider clock, CancellationToken cancel);

    /// <summary>Starts a host on it; its gateways may not be ready yet.</summary>
    /// <exception cref="LocalProcessException">It does not start; with what it wrote.</exception>
    public abstract Task<LivingHost> StartAsync(TimeProvider time, CancellationToken cancel);

    /// <summary>How much room it takes, in bytes.</summary>
    public abstract Task<long> BytesAsync(CancellationToken cancel);
}

/// <summary>A host's process.</summary>
/// <param name="Gateways">Where it is asked.</param>
/// <param name="Mb">The memory that it holds now, in megabytes.</param>
/// <param name="Process">Ends it.</param>
internal sealed record LivingHost(ImmutableArray<Uri> Gateways, Func<double> Mb, IAsyncDisposable Process);

/// <summary>A file, and one process that serves all sites.</summary>
internal sealed class SqlitePastLog(string file) : PastLog
{
    public override async Task WriteAsync(Func<IEventLog, Task> write, TimeProvider clock, CancellationToken cancel)
    {
        await using var log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = file, MaxBatch = 4_096, MaxWaiting = 16_384 }, clock);
        await write(log);
    }

    public override async Task<LivingHost> StartAsync(TimeProvider time, CancellationToken cancel)
    {
        var process = await HostProcess.StartAsync(time, cancel, file);
        return new LivingHost(process.Gateways, () => process.Mb, process);
    }

    public override Task<long> BytesAsync(CancellationToken cancel) => Task.FromResult(new FileInfo(file).Length);
}

/// <summary>A database of a server, and one silo of a cluster: alone it serves all sites, as the last that is left does.</summary>
internal sealed class PostgresPastLog(string database, string site) : PastLog
{
    public override async Task WriteAsync(Func<IEventLog, Task> write, TimeProvider clock, CancellationToken cancel)
    {
        // Nobody waits for these: while the server makes room on its disk, the writer may.
        var options = new PostgresEventLogOptions
        {
            ConnectionString = database, MaxBatch = 2_048, MaxWaiting = 16_384, AnswerWithin = TimeSpan.FromMinutes(1),
        };
        await using var log = await PostgresEventLog.OpenAsync(options, clock, cancel);
        await write(log);
    }

    public override async Task<LivingHost> StartAsync(TimeProvider time, CancellationToken cancel)
    {
        var cluster = await ClusterProcesses.StartAsync(
            new LocalClusterOptions { HostPath = HostProcess.Path, Postgres = database, Sites = [site] }, time, cancel);
        return new LivingHost(cluster.Gateways, () => cluster.SiloOf(site).Process.Mb, cluster);
    }

    public override async Task<long> BytesAsync(CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
