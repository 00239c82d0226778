using Despatch.Exercise.Clients;
using Npgsql;

namespace Despatch.LoadTests.Writing;

/// <summary>What the same database does for clients that write a row of about an event's size each with an INSERT and a commit of its own.</summary>
internal static class Inserts
{
    private const int RowBytes = 300;

    /// <summary>Runs so many at once for a while; how many were durable, and how long each took.</summary>
    public static async Task<(long Count, LatencyHistogram Took)> RunAsync(
        string postgres, int clients, TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { MaxPoolSize = clients, MaxAutoPrepare = 10, AutoPrepareMinUsages = 1 };
        await using var source = NpgsqlDataSource.Create(settings);
        await using (var make = source.CreateCommand("CREATE TABLE IF NOT EXISTS inserts (id text PRIMARY KEY, data bytea NOT NULL)"))
        {
            await make.ExecuteNonQueryAsync(cancel);
        }

        var took = new LatencyHistogram();
        var count = 0L;
        var began = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(WriteAsync, cancel)));
        await using var drop = source.CreateCommand("DROP TABLE inserts");
        await drop.ExecuteNonQueryAsync(cancel);
        return (count, took);

        async Task WriteAsync()
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            var data = new byte[RowBytes];
            while (time.GetElapsedTime(began) < length)
            {
                var one = time.GetTimestamp();
                await using var insert = new NpgsqlCommand("INSERT INTO inserts (id, data) VALUES ($1, $2)", connection);
                insert.Parameters.AddWithValue(Guid.CreateVersion7().ToString("N"));
                insert.Parameters.AddWithValue(data);
                await insert.ExecuteNonQueryAsync(cancel);
                took.Record(time.GetElapsedTime(one));
                Interlocked.Increment(ref count);
            }
        }
    }
}
