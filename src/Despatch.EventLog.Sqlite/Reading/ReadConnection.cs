using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite.Reading;

/// <summary>One connection that reads, with its prepared statements. Not thread-safe: rented from <see cref="ReadPool"/>.</summary>
internal sealed class ReadConnection : IDisposable
{
    private const string Columns = "SELECT e.position, e.version, e.name, e.at, e.data, e.hash, s.stream ";
    private const int FirstCapacity = 128;

    private readonly Connection _connection;
    private readonly Statement _readStream;
    private readonly Statement _read;
    private readonly Statement _find;
    private readonly Statement _findCommand;

    public ReadConnection(string path, TimeSpan busyTimeout)
    {
        _connection = new Connection(path, busyTimeout);
        _connection.Execute("PRAGMA query_only = 1");
        _readStream = _connection.Prepare(
            Columns + "FROM streams s JOIN events e ON e.stream_id = s.id WHERE s.stream = ?1 AND e.version > ?2 ORDER BY e.version LIMIT ?3");

        // CROSS: SQLite must walk the events; walking the streams first would need a sort of everything.
        _read = _connection.Prepare(
            Columns + "FROM events e CROSS JOIN streams s ON s.id = e.stream_id WHERE e.position > ?1 ORDER BY e.position LIMIT ?2");
        _find = _connection.Prepare(
            Columns + "FROM tags t CROSS JOIN events e ON e.position = t.position CROSS JOIN streams s ON s.id = e.stream_id "
            + "WHERE t.tag = ?1 ORDER BY t.position DESC LIMIT ?2");
        _findCommand = _connection.Prepare(CommandQuery.Sql);
        Walk = new ChainStatements(_connection);
    }

    public ChainStatements Walk { get; }

    public List<LoggedEvent> ReadStream(string stream, long afterVersion, int maxCount, CancellationToken ct) =>
        Collect(_readStream.Bind(1, stream).Bind(2, afterVersion).Bind(3, maxCount), maxCount, ct);

    public List<LoggedEvent> Read(long afterPosition, int maxCount, CancellationToken ct) =>
        Collect(_read.Bind(1, afterPosition).Bind(2, maxCount), maxCount, ct);

    public List<LoggedEvent> Find(string tag, int maxCount, CancellationToken ct) =>
        Collect(_find.Bind(1, tag).Bind(2, maxCount), maxCount, ct);

    public DoneCommand? FindCommand(string id) => CommandQuery.Run(_findCommand, id);

    public void Dispose() => _connection.Dispose();

    private static List<LoggedEvent> Collect(Statement statement, int maxCount, CancellationToken ct)
    {
        var events = new List<LoggedEvent>(Math.Min(maxCount, FirstCapacity));
        try
        {
            while (statement.Step())
            {
                ct.ThrowIfCancellationRequested();
                events.Add(Row(statement));
            }
        }
        finally
        {
            statement.Reset();
        }

        return events;
    }

    private static LoggedEvent Row(Statement statement) => new(
        Position: statement.Number(0),
        Stream: statement.Text(6),
        Version: statement.Number(1),
        Name: statement.Text(2),
        At: LogTime.FromMicroseconds(statement.Number(3)),
        Data: statement.Bytes(4),
        Hash: statement.Bytes(5));
}
