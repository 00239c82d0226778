using Npgsql;

namespace Despatch.EventLog.Postgres.Reading;

/// <summary>
/// Reads over the pool; statements are prepared by their second use on a connection. A server that gives nothing for as long as it
/// may take is given up, without the wait for Npgsql, which asks that same server to cancel. Thread-safe.
/// </summary>
internal sealed class LogReader(NpgsqlDataSource source, TimeSpan answerWithin, TimeProvider clock)
{
    private const string Columns = "SELECT e.position, e.stream, e.version, e.name, e.at, e.data, e.hash ";
    private const int FirstCapacity = 128;

    public Task<List<LoggedEvent>> ReadStreamAsync(string stream, long afterVersion, int maxCount, CancellationToken ct) =>
        EventsAsync(
            Columns + "FROM despatch.events e WHERE e.stream = $1 AND e.version > $2 ORDER BY e.version LIMIT $3",
            maxCount,
            ct,
            stream,
            afterVersion,
            maxCount);

    public Task<List<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct) =>
        EventsAsync(
            Columns + "FROM despatch.events e WHERE e.position > $1 ORDER BY e.position LIMIT $2", maxCount, ct, afterPosition, maxCount);

    // OFFSET 0: the newest of the tag first, then each looked up; never a walk along all events.
    public Task<List<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct) =>
        EventsAsync(
            Columns + "FROM (SELECT position FROM despatch.tags WHERE tag = $1 ORDER BY position DESC LIMIT $2) t "
            + "CROSS JOIN LATERAL (SELECT * FROM despatch.events WHERE events.position = t.position OFFSET 0) e ORDER BY t.position DESC",
            maxCount,
            ct,
            tag,
            maxCount);

    // Of each tag the newest, each position once, then each looked up: as above.
    public Task<List<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct) =>
        EventsAsync(
            Columns + "FROM (SELECT DISTINCT n.position FROM unnest($1) AS w(tag) CROSS JOIN LATERAL "
            + "(SELECT position FROM despatch.tags WHERE tags.tag = w.tag ORDER BY position DESC LIMIT $2) n) t "
            + "CROSS JOIN LATERAL (SELECT * FROM despatch.events WHERE events.position = t.position OFFSET 0) e ORDER BY t.position DESC",
            FirstCapacity,
            ct,
            tags.ToArray(),
            maxCountEach);

    // Versions have no gaps, so the first so many are those up to so much.
    public Task<List<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct) =>
        EventsAsync(
            Columns + "FROM (SELECT DISTINCT ON (stream) stream, n FROM unnest($1) WITH ORDINALITY AS u(stream, n) ORDER BY stream, n) w "
            + "CROSS JOIN LATERAL (SELECT * FROM despatch.events WHERE events.stream = w.stream AND events.version <= $3 OFFSET 0) e "
            + "WHERE e.name = ANY($2) ORDER BY w.n, e.version",
            FirstCapacity,
            ct,
            streams.ToArray(),
            names.ToArray(),
            (long)maxCountEach);

    public async Task<DoneCommand?> FindCommandAsync(string id, CancellationToken ct)
    {
        const string sql = "SELECT fingerprint, answer, position FROM despatch.commands WHERE id = $1";
        DoneCommand? found = null;
        await RunAsync(
            sql, row => found = new DoneCommand(new CommandRecord(id, row.GetString(0), Bytes(row, 1)), row.GetInt64(2)), ct, id);
        return found;
    }

    public async Task<long> LastPositionAsync(CancellationToken ct)
    {
        var position = 0L;
        await RunAsync("SELECT coalesce(max(position), 0) FROM despatch.events", row => position = row.GetInt64(0), ct);
        return position;
    }

    /// <summary>Runs a query and hands over its rows; asks again at once when the connection it was given proves to be dead.</summary>
    public async Task RunAsync(string sql, Action<NpgsqlDataReader> onRow, CancellationToken ct, params object[] parameters)
    {
        ct.ThrowIfCancellationRequested();
        var rows = 0;
        void Count(NpgsqlDataReader row)
        {
            Interlocked.Increment(ref rows);
            onRow(row);
        }

        try
        {
            var running = RunTwiceAsync(sql, Count, () => Volatile.Read(ref rows) == 0, parameters, ct);
            await WhileItGivesAsync(running, () => Volatile.Read(ref rows), ct);
        }
        catch (Exception exception) when (PostgresFault.IsOne(exception))
        {
            throw PostgresFault.Of(exception, "read");
        }
        catch (ObjectDisposedException)
        {
            throw PostgresFault.OfClosed();
        }
    }

    /// <summary>Waits for a query as long as rows keep coming.</summary>
    private async Task WhileItGivesAsync(Task running, Func<int> rows, CancellationToken ct)
    {
        while (true)
        {
            var before = rows();
            try
            {
                await running.WaitAsync(answerWithin, clock, ct);
                return;
            }
            catch (TimeoutException) when (!running.IsCompleted && rows() > before)
            {
                // A long answer, on its way.
            }
        }
    }

    private async Task RunTwiceAsync(
        string sql, Action<NpgsqlDataReader> onRow, Func<bool> isUntouched, object[] parameters, CancellationToken ct)
    {
        try
        {
            await RunOnceAsync(sql, onRow, parameters, ct);
        }
        catch (NpgsqlException exception) when (isUntouched() && IsStaleConnection(exception))
        {
            await RunOnceAsync(sql, onRow, parameters, ct);
        }
    }

    private static bool IsStaleConnection(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
            or { InnerException: IOException };

    private static byte[] Bytes(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static LoggedEvent Row(NpgsqlDataReader row) => new(
        Position: row.GetInt64(0),
        Stream: row.GetString(1),
        Version: row.GetInt64(2),
        Name: row.GetString(3),
        At: LogTime.FromMicroseconds(row.GetInt64(4)),
        Data: Bytes(row, 5),
        Hash: Bytes(row, 6));

    private async Task<List<LoggedEvent>> EventsAsync(string sql, int maxCount, CancellationToken ct, params object[] parameters)
    {
        var events = new List<LoggedEvent>(Math.Min(maxCount, FirstCapacity));
        await RunAsync(sql, row => events.Add(Row(row)), ct, parameters);
        return events;
    }

    private async Task RunOnceAsync(string sql, Action<NpgsqlDataReader> onRow, object[] parameters, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            onRow(reader);
        }
    }
}
