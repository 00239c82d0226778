using Despatch.Board;
using Npgsql;

namespace Despatch.Host.Clustering;

/// <summary>Keeps boards in the cluster's database: what one silo kept, the next to start begins with, whichever it is.</summary>
internal sealed class BoardTable(string connectionString) : IBoardStore
{
    // Versions of the program come and go; a format that nobody has written for so long has nobody who reads it.
    private const string Write = """
        WITH old AS (DELETE FROM orleans.board WHERE kept_at < now() - interval '30 days' AND format <> $1)
        INSERT INTO orleans.board AS kept (format, position, board) VALUES ($1, $2, $3)
        ON CONFLICT (format) DO UPDATE SET position = excluded.position, board = excluded.board, kept_at = now()
        WHERE kept.position < excluded.position
        """;

    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Timeout = 2,
        CommandTimeout = 10,
        MaxPoolSize = 1,
    }.ConnectionString;

    public async ValueTask<long> PositionAsync(string format, CancellationToken ct) =>
        await AskAsync("SELECT position FROM orleans.board WHERE format = $1", ct, format) is long position ? position : 0;

    public async ValueTask<byte[]?> ReadAsync(string format, CancellationToken ct) =>
        await AskAsync("SELECT board FROM orleans.board WHERE format = $1", ct, format) as byte[];

    public async ValueTask WriteAsync(string format, long position, byte[] board, CancellationToken ct) =>
        await AskAsync(Write, ct, format, position, board);

    public async ValueTask ForgetAsync(string format, CancellationToken ct) =>
        await AskAsync("DELETE FROM orleans.board WHERE format = $1", ct, format);

    private async Task<object?> AskAsync(string sql, CancellationToken ct, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync(ct);
    }
}
