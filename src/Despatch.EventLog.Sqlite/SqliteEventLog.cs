using System.Runtime.CompilerServices;
using Despatch.EventLog.Sqlite.Following;
using Despatch.EventLog.Sqlite.Native;
using Despatch.EventLog.Sqlite.Reading;
using Despatch.EventLog.Sqlite.Writing;

namespace Despatch.EventLog.Sqlite;

/// <summary>
/// The embedded event log: one SQLite file, written by this process alone, with a write-ahead log and a full sync for every
/// group of appends. Thread-safe. Dispose it to end the writer; what waits then is still written.
/// </summary>
/// <remarks>
/// Reads run on the caller's thread: most take microseconds, from pages in memory. Positions have no gaps here. Nothing but
/// this class may write the file; copying it while open needs SQLite's backup, since part of it is in the <c>-wal</c> file.
/// </remarks>
public sealed class SqliteEventLog : IEventLog, IAsyncDisposable
{
    private const int FollowPage = 1_024;

    private readonly WriterLock _lock;
    private readonly Connection _connection;
    private readonly BatchWriter _writer;
    private readonly AppendQueue _queue;
    private readonly ReadPool _readers;
    private readonly RecentEvents _recent;
    private readonly TimeProvider _clock;
    private int _disposed;

    private SqliteEventLog(SqliteEventLogOptions options, TimeProvider clock, WriterLock writerLock, Connection connection)
    {
        _lock = writerLock;
        _connection = connection;
        _clock = clock;
        var lastPosition = connection.QueryNumber("SELECT max(position) FROM events");
        _recent = new RecentEvents(lastPosition, options.RecentEvents, options.RecentBytes);
        _readers = new ReadPool(options.Path, options.BusyTimeout, options.Readers);
        _writer = new BatchWriter(connection, clock, lastPosition);
        _queue = new AppendQueue(options.MaxWaiting, options.MaxBatch, Write);
    }

    /// <summary>Opens a log for writing and reading, making it when there is none and bringing an older one up to date.</summary>
    /// <exception cref="EventLogException">
    /// Codes <c>already-open</c> (another process writes it), <c>schema-newer</c>, <c>store-corrupt</c>, <c>read-only</c>,
    /// <c>disk-full</c>, <c>store-busy</c>, <c>store-unavailable</c>.
    /// </exception>
    public static SqliteEventLog Open(SqliteEventLogOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        try
        {
            return OpenFile(options, clock);
        }
        catch (EventLogException fault)
        {
            // Whoever started the process gave it a file: the words say which one is meant.
            throw new EventLogException(fault.Code, fault.IsTransient, $"{options.Path}: {fault.Message}", fault);
        }
    }

    private static SqliteEventLog OpenFile(SqliteEventLogOptions options, TimeProvider clock)
    {
        var writerLock = WriterLock.Take(options.Path);
        Connection? connection = null;
        try
        {
            connection = WriterConnection.Open(options);
            return new SqliteEventLog(options, clock, writerLock, connection);
        }
        catch
        {
            // Whatever it was: the file must not stay locked.
            connection?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        AppendChecks.Check(request);
        return await _queue.AppendAsync(request, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadStreamAsync(
        string stream, long afterVersion, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckStream(stream);
        AppendChecks.CheckRange(afterVersion, maxCount);
        return await _readers.UseAsync(connection => connection.ReadStream(stream, afterVersion, maxCount, ct), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckRange(afterPosition, maxCount);
        return await _readers.UseAsync(connection => connection.Read(afterPosition, maxCount, ct), ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowAsync(long afterPosition, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        return FollowFromAsync(afterPosition, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<DoneCommand?> FindCommandAsync(string commandId, CancellationToken ct)
    {
        AppendChecks.CheckCommandId(commandId);
        return await _readers.UseAsync(connection => connection.FindCommand(commandId), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckTag(tag);
        AppendChecks.CheckRange(0, maxCount);
        return await _readers.UseAsync(connection => connection.Find(tag, maxCount, ct), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckTags(tags, maxCountEach);
        return await _readers.UseAsync(connection => connection.FindAny(tags, maxCountEach, ct), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckBeginnings(streams, names, maxCountEach);
        return await _readers.UseAsync(connection => connection.ReadBeginnings(streams, names, maxCountEach, ct), ct);
    }

    /// <inheritdoc/>
    public ValueTask<long> LastPositionAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_recent.LastPosition);
    }

    /// <inheritdoc/>
    public async ValueTask<ChainReport> VerifyAsync(CancellationToken ct) =>
        await Task.Run(() => new ChainWalk(_readers).RunAsync(ct), ct);

    /// <summary>Takes no more appends, makes those that wait durable, ends followers with code <c>closed</c>, closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _queue.DisposeAsync();
        }
        finally
        {
            _recent.Close();
            _readers.Dispose();
            _connection.Dispose();
            _lock.Dispose();
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowFromAsync(
        long position, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var from = position;
            var batch = _recent.After(from, FollowPage, out var changed)
                ?? await _readers.UseAsync(connection => connection.Read(from, FollowPage, ct), ct);
            if (batch.Count == 0)
            {
                await changed.WaitAsync(ct);
                continue;
            }

            position = batch[^1].Position;
            yield return batch;
        }
    }

    private void Write(List<PendingAppend> batch)
    {
        var commit = LogTelemetry.BeginCommit("sqlite", batch.Select(static pending => pending.Trace), _clock);
        try
        {
            var written = _writer.Write(batch);
            commit.Done(written.Length);
            if (written.Length > 0)
            {
                // Before the answers: whoever was answered finds the event in the log's last position.
                _recent.Add(written);
            }

            batch.ForEach(pending => pending.Succeed());
        }
        catch (Exception exception)
        {
            // Those who wait must hear of it, whatever it was: the writer's thread has nobody else to tell.
            commit.Failed(exception);
            batch.ForEach(pending => pending.Fail(exception));
        }
    }
}
