using System.Collections.Immutable;
using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite.Writing;

/// <summary>The last event of a stream; version 0 and no id when the stream does not exist.</summary>
internal readonly record struct StreamHead(long Id, long Version, ReadOnlyMemory<byte> Hash);

/// <summary>The writer's prepared statements. Used by the writer's thread only.</summary>
internal sealed class AppendStatements(Connection connection)
{
    private readonly Statement _begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = connection.Prepare("COMMIT");
    private readonly Statement _findCommand = connection.Prepare(CommandQuery.Sql);
    private readonly Statement _findHead = connection.Prepare("SELECT id, version, hash FROM streams WHERE stream = ?1");
    private readonly Statement _insertHead = connection.Prepare("INSERT INTO streams (stream, version, hash) VALUES (?1, ?2, ?3)");
    private readonly Statement _moveHead = connection.Prepare("UPDATE streams SET version = ?2, hash = ?3 WHERE id = ?1");
    private readonly Statement _insertEvent = connection.Prepare(
        "INSERT INTO events (position, stream_id, version, name, at, data, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    // OR IGNORE: an event that names one tag twice carries it once.
    private readonly Statement _insertTag = connection.Prepare("INSERT OR IGNORE INTO tags (tag, position) VALUES (?1, ?2)");
    private readonly Statement _insertCommand = connection.Prepare(
        "INSERT INTO commands (id, fingerprint, answer, position) VALUES (?1, ?2, ?3, ?4)");

    /// <summary>Begins a transaction that may write.</summary>
    public void Begin() => _begin.Run();

    /// <summary>Makes all since <see cref="Begin"/> durable.</summary>
    public void Commit() => _commit.Run();

    public DoneCommand? FindCommand(string id) => CommandQuery.Run(_findCommand, id);

    public StreamHead FindHead(string stream)
    {
        if (!_findHead.Bind(1, stream).Step())
        {
            return new StreamHead(0, 0, EventHash.Start);
        }

        var head = new StreamHead(_findHead.Number(0), _findHead.Number(1), _findHead.Bytes(2));
        _findHead.Reset();
        return head;
    }

    /// <summary>Moves or makes a head; returns the stream's id.</summary>
    public long PutHead(long id, string stream, long version, ReadOnlyMemory<byte> hash)
    {
        if (id == 0)
        {
            _insertHead.Bind(1, stream).Bind(2, version).Bind(3, hash.Span).Run();
            return connection.LastRowId;
        }

        _moveHead.Bind(1, id).Bind(2, version).Bind(3, hash.Span).Run();
        return id;
    }

    public void InsertEvent(long streamId, LoggedEvent logged) => _insertEvent
        .Bind(1, logged.Position)
        .Bind(2, streamId)
        .Bind(3, logged.Version)
        .Bind(4, logged.Name)
        .Bind(5, LogTime.ToMicroseconds(logged.At))
        .Bind(6, logged.Data.Span)
        .Bind(7, logged.Hash.Span)
        .Run();

    public void InsertTags(ImmutableArray<string> tags, long position)
    {
        foreach (var tag in tags)
        {
            _insertTag.Bind(1, tag).Bind(2, position).Run();
        }
    }

    public void InsertCommand(CommandRecord command, long position) => _insertCommand
        .Bind(1, command.Id)
        .Bind(2, command.Fingerprint)
        .Bind(3, command.Answer.Span)
        .Bind(4, position)
        .Run();
}
