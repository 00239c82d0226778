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
    private readonly Statement _findPositions;
    private readonly Statement _readAt;
    private readonly Statement _findCommand;
    private readonly Statement _begin;
    private readonly Statement _end;

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
        _findPositions = _connection.Prepare("SELECT position FROM tags WHERE tag = ?1 ORDER BY position DESC LIMIT ?2");
        _readAt = _connection.Prepare(Columns + "FROM events e CROSS JOIN streams s ON s.id = e.stream_id WHERE e.position = ?1");
        _findCommand = _connection.Prepare(CommandQuery.Sql);
        _begin = _connection.Prepare("BEGIN");
        _end = _connection.Prepare("COMMIT");
        Walk = new ChainStatements(_connection);
    }

    public ChainStatements Walk { get; }

    public List<LoggedEvent> ReadStream(string stream, long afterVersion, int maxCount, CancellationToken ct) =>
        Collect(_readStream.Bind(1, stream).Bind(2, afterVersion).Bind(3, maxCount), maxCount, ct);

    public List<LoggedEvent> Read(long afterPosition, int maxCount, CancellationToken ct) =>
        Collect(_read.Bind(1, afterPosition).Bind(2, maxCount), maxCount, ct);

    public List<LoggedEvent> Find(string tag, int maxCount, CancellationToken ct) =>
        Collect(_find.Bind(1, tag).Bind(2, maxCount), maxCount, ct);

    public List<LoggedEvent> FindAny(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct) => AtOneMoment(() =>
    {
        var positions = new SortedSet<long>();
        foreach (var tag in tags)
        {
            ct.ThrowIfCancellationRequested();
            _findPositions.Bind(1, tag).Bind(2, maxCountEach);
            while (_findPositions.Step())
            {
                positions.Add(_findPositions.Number(0));
            }
        }

        var events = new List<LoggedEvent>(positions.Count);
        foreach (var position in positions.Reverse())
        {
            ct.ThrowIfCancellationRequested();
            Collect(_readAt.Bind(1, position), events, null, ct);
        }

        return events;
    });

    public List<LoggedEvent> ReadBeginnings(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct) => AtOneMoment(() =>
    {
        var events = new List<LoggedEvent>(streams.Count);
        foreach (var stream in streams.Distinct(StringComparer.Ordinal))
        {
            Collect(_readStream.Bind(1, stream).Bind(2, 0).Bind(3, maxCountEach), events, names, ct);
        }

        return events;
    });

    public DoneCommand? FindCommand(string id) => CommandQuery.Run(_findCommand, id);

    public void Dispose() => _connection.Dispose();

    private static List<LoggedEvent> Collect(Statement statement, int maxCount, CancellationToken ct)
    {
        var events = new List<LoggedEvent>(Math.Min(maxCount, FirstCapacity));
        Collect(statement, events, null, ct);
        return events;
    }

    /// <summary>Adds a statement's rows: those of the names, before their bytes are copied; all of them if there are no names.</summary>
    private static void Collect(Statement statement, List<LoggedEvent> events, IReadOnlyCollection<string>? names, CancellationToken ct)
    {
        try
        {
            while (statement.Step())
            {
                ct.ThrowIfCancellationRequested();
                if (names is null || names.Contains(statement.Text(2), StringComparer.Ordinal))
                {
                    events.Add(Row(statement));
                }
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Several reads as one: they see one state of the file, and it is locked and looked at once.</summary>
    private T AtOneMoment<T>(Func<T> read)
    {
        _begin.Run();
        try
        {
            return read();
        }
        finally
        {
            // After some faults SQLite has ended it already; a second fault must not hide the first.
            if (_connection.InTransaction)
            {
                _end.Run();
            }
        }
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
