using Despatch.EventLog.Sqlite.Native;

namespace Despatch.EventLog.Sqlite.Writing;

/// <summary>
/// Writes batches of appends, one transaction each. An append is judged wholly before anything of it is written, and by what
/// the batch wrote before it, so one that conflicts leaves nothing behind to undo. Used by the writer's thread only.
/// </summary>
internal sealed class BatchWriter(Connection connection, TimeProvider clock, long lastPosition)
{
    private readonly AppendStatements _statements = new(connection);
    private readonly List<LoggedEvent> _written = [];
    private long _position = lastPosition;

    /// <summary>Sets every append's outcome and makes it durable; returns the events written, in order.</summary>
    /// <exception cref="EventLogException">Nothing of the batch is in the log.</exception>
    public LoggedEvent[] Write(List<PendingAppend> batch)
    {
        var before = _position;
        _written.Clear();
        try
        {
            _statements.Begin();
            var at = LogTime.Truncate(clock.GetUtcNow());
            foreach (var pending in batch)
            {
                pending.Outcome = Append(pending.Request, at);
            }

            _statements.Commit();
            return [.. _written];
        }
        catch
        {
            _position = before;
            RollBack();
            throw;
        }
        finally
        {
            _written.Clear();
        }
    }

    private AppendResult Append(AppendRequest request, DateTimeOffset at)
    {
        if (request.Command is { } command && _statements.FindCommand(command.Id) is { } done)
        {
            return new AppendResult.AlreadyDone(done.Command, done.Position);
        }

        var heads = new StreamHead[request.Writes.Length];
        for (var i = 0; i < heads.Length; i++)
        {
            var write = request.Writes[i];
            heads[i] = _statements.FindHead(write.Stream);
            if (heads[i].Version != write.ExpectedVersion)
            {
                return new AppendResult.Conflict(write.Stream, write.ExpectedVersion, heads[i].Version);
            }
        }

        var first = _position + 1;
        for (var i = 0; i < heads.Length; i++)
        {
            WriteStream(request.Writes[i], heads[i], at);
        }

        if (request.Command is not null)
        {
            _statements.InsertCommand(request.Command, _position);
        }

        return new AppendResult.Appended(first, _position);
    }

    private void WriteStream(StreamWrite write, StreamHead head, DateTimeOffset at)
    {
        var (version, hash) = (head.Version, head.Hash);
        var start = _written.Count;
        foreach (var item in write.Events)
        {
            version++;
            _position++;
            hash = EventHash.Compute(hash.Span, write.Stream, version, item.Name, at, item.Data.Span);
            _written.Add(new LoggedEvent(_position, write.Stream, version, item.Name, at, item.Data, hash));
        }

        var streamId = _statements.PutHead(head.Id, write.Stream, version, hash);
        for (var i = 0; i < write.Events.Length; i++)
        {
            var logged = _written[start + i];
            _statements.InsertEvent(streamId, logged);
            var tags = write.Events[i].Tags;
            if (!tags.IsDefaultOrEmpty)
            {
                _statements.InsertTags(tags, logged.Position);
            }
        }
    }

    private void RollBack()
    {
        // After a full disk SQLite has often rolled back by itself. A roll-back that fails as well must not hide the first
        // fault; the next BEGIN then fails and says so.
        if (connection.InTransaction)
        {
            connection.TryExecute("ROLLBACK");
        }
    }
}
