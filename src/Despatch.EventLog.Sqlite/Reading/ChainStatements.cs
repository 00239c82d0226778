using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite.Reading;

/// <summary>A stream as its head says it is.</summary>
internal sealed record WalkedStream(long Id, string Name, long Version, byte[] Hash);

/// <summary>One event as the chain sees it.</summary>
internal sealed record WalkedEvent(long Version, string Name, DateTimeOffset At, byte[] Data, byte[] Hash);

/// <summary>What <see cref="ChainWalk"/> reads. Not thread-safe.</summary>
internal sealed class ChainStatements(Connection connection)
{
    private readonly Statement _streams = connection.Prepare(
        "SELECT id, stream, version, hash FROM streams WHERE id > ?1 ORDER BY id LIMIT ?2");

    private readonly Statement _events = connection.Prepare(
        "SELECT version, name, at, data, hash FROM events WHERE stream_id = ?1 AND version > ?2 ORDER BY version LIMIT ?3");

    // One statement sees one state of the file, so an append in between cannot look like a stray event.
    private readonly Statement _strays = connection.Prepare(
        "SELECT coalesce(s.stream, '?'), e.version FROM events e LEFT JOIN streams s ON s.id = e.stream_id "
        + "WHERE s.id IS NULL OR e.version > s.version OR e.version < 1 LIMIT 1");

    public List<WalkedStream> Streams(long afterId, int maxCount)
    {
        var streams = new List<WalkedStream>();
        _streams.Bind(1, afterId).Bind(2, maxCount);
        while (_streams.Step())
        {
            streams.Add(new WalkedStream(_streams.Number(0), _streams.Text(1), _streams.Number(2), _streams.Bytes(3)));
        }

        return streams;
    }

    public List<WalkedEvent> Events(long streamId, long afterVersion, int maxCount)
    {
        var events = new List<WalkedEvent>();
        _events.Bind(1, streamId).Bind(2, afterVersion).Bind(3, maxCount);
        while (_events.Step())
        {
            var at = LogTime.FromMicroseconds(_events.Number(2));
            events.Add(new WalkedEvent(_events.Number(0), _events.Text(1), at, _events.Bytes(3), _events.Bytes(4)));
        }

        return events;
    }

    /// <summary>An event beyond its stream's head, or of no stream.</summary>
    public ChainBreak? FindStray()
    {
        if (!_strays.Step())
        {
            return null;
        }

        var found = new ChainBreak(_strays.Text(0), _strays.Number(1));
        _strays.Reset();
        return found;
    }
}
