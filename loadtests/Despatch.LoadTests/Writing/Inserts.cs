using Despatch.Exercise.Clients;
using Npgsql;

namespace Despatch.LoadTests.Writing;

/// <summary>What the same database does for clients that write a row of about an event's size each with an INSERT and a commit of its own.</summary>
internal sealed class Inserts : IAsyncDisposable
{
    private const int RowBytes = 300;

    private readonly NpgsqlDataSource _source;
    private readonly int _clients;
    private readonly TimeProvider _time;
    private long _count;

    private Inserts(NpgsqlDataSource source, int clients, TimeProvider time) => (_source, _clients, _time) = (source, clients, time);

    /// <summary>How many were durable.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>How long each took.</summary>
    public LatencyHistogram Took { get; } = new();

    /// <summary>Makes the table.</summary>
    public static async Task<Inserts> CreateAsync(string postgres, int clients, TimeProvider time, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { MaxPoolSize = clients, MaxAutoPrepare = 10, AutoPrepareMinUsages = 1 };
        var inserts = new Inserts(NpgsqlDataSource.Create(settings), clients, time);
        await using var make = inserts._source.CreateCommand("CREATE TABLE IF NOT EXISTS inserts (id text PRIMARY KEY, data bytea NOT NULL)");
        await make.ExecuteNonQueryAsync(cancel);
        return inserts;
    }

    /// <summary>All clients insert for a while, each as fast as it is answered.</summary>
    public async Task RunAsync(TimeSpan length, CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _clients).Select(_ => Task.Run(WriteAsync, cancel)));

        async Task WriteAsync()
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            var data = new byte[RowBytes];
            while (_time.GetElapsedTime(began) < length)
            {
                var one = _time.GetTimestamp();
                await using var insert = new NpgsqlCommand("INSERT INTO inserts (id, data) VALUES ($1, $2)", connection);
                insert.Parameters.AddWithValue(Guid.CreateVersion7().ToString("N"));
                insert.Parameters.AddWithValue(data);
                await insert.ExecuteNonQueryAsync(cancel);
                Took.Record(_time.GetElapsedTime(one));
                Interlocked.Increment(ref _count);
            }
        }
    }

    /// <summary>Drops the table.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var drop = _source.CreateCommand("DROP TABLE inserts"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        await _source.DisposeAsync();
    }
}
