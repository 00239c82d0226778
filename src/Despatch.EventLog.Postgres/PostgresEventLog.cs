using System.Runtime.CompilerServices;
using Despatch.EventLog.Postgres.Following;
using Despatch.EventLog.Postgres.Reading;
using Despatch.EventLog.Postgres.Schema;
using Despatch.EventLog.Postgres.Writing;
using Npgsql;

namespace Despatch.EventLog.Postgres;

/// <summary>
/// The event log of a cluster: one PostgreSQL database that any number of processes append to and follow. Thread-safe. Dispose it
/// to end the writer; what waits then is still written.
/// </summary>
/// <remarks>
/// While the server is away appends and reads fail within <see cref="PostgresEventLogOptions.AnswerWithin"/> with a transient
/// <see cref="EventLogException"/>, followers wait, and all of it resumes by itself. Positions have no gaps here.
/// </remarks>
public sealed class PostgresEventLog : IEventLog, IAsyncDisposable
{
    private const int FollowPage = 1_024;
    private const int OwnConnections = 2;
    private const int Prepared = 32;

    private readonly PostgresEventLogOptions _options;
    private readonly TimeProvider _clock;
    private readonly NpgsqlDataSource _source;
    private readonly LogReader _reader;
    private readonly BatchWriter _writer;
    private readonly AppendQueue _queue;
    private readonly LogTail _tail;
    private int _disposed;

    private PostgresEventLog(
        PostgresEventLogOptions options, TimeProvider clock, NpgsqlDataSource source, LogReader reader, long lastPosition)
    {
        _options = options;
        _clock = clock;
        _source = source;
        _reader = reader;
        _tail = new LogTail(source, reader, lastPosition, options, clock);
        _writer = new BatchWriter(source, options.AnswerWithin, clock);
        _queue = new AppendQueue(options, WriteAsync);
    }

    /// <summary>Opens a log, bringing its database's schema up to date when this process may.</summary>
    /// <exception cref="EventLogException">
    /// Codes <c>schema-newer</c>, <c>read-only</c> (no right to make the schema), <c>store-unavailable</c>.
    /// </exception>
    /// <exception cref="ArgumentException">A setting makes no sense; it is named.</exception>
    public static async Task<PostgresEventLog> OpenAsync(PostgresEventLogOptions options, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        var source = Connect(options);
        try
        {
            await PostgresSchema.ApplyAsync(source, options.ApplicationRole, ct);
            var reader = new LogReader(source, options.AnswerWithin, clock);
            return new PostgresEventLog(options, clock, source, reader, await reader.LastPositionAsync(ct));
        }
        catch
        {
            // Whatever it was: nobody else would dispose of the connections.
            await source.DisposeAsync();
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
        return await Reader.ReadStreamAsync(stream, afterVersion, maxCount, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckRange(afterPosition, maxCount);
        return await Reader.ReadAsync(afterPosition, maxCount, ct);
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
        return await Reader.FindCommandAsync(commandId, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct)
    {
        AppendChecks.CheckTag(tag);
        AppendChecks.CheckRange(0, maxCount);
        return await Reader.FindAsync(tag, maxCount, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckTags(tags, maxCountEach);
        return await Reader.FindAnyAsync(tags, maxCountEach, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct)
    {
        AppendChecks.CheckBeginnings(streams, names, maxCountEach);
        return await Reader.ReadBeginningsAsync(streams, names, maxCountEach, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<long> LastPositionAsync(CancellationToken ct) => await Reader.LastPositionAsync(ct);

    /// <inheritdoc/>
    public async ValueTask<ChainReport> VerifyAsync(CancellationToken ct) => await new ChainWalk(Reader).RunAsync(ct);

    /// <summary>Takes no more appends, makes those that wait durable, ends followers with code <c>closed</c>, disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _queue.DisposeAsync();
        await _tail.DisposeAsync();
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
    }

    private LogReader Reader => Volatile.Read(ref _disposed) == 0 ? _reader : throw PostgresFault.OfClosed();

    /// <summary>The connections, with what the log's promises rest on set over the string they come from.</summary>
    private static NpgsqlDataSource Connect(PostgresEventLogOptions options)
    {
        var seconds = (int)Math.Ceiling(options.AnswerWithin.TotalSeconds);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Timeout = seconds,

            // Writer and readers give up by themselves, in time. Npgsql's own giving up asks the same server to cancel and may hold up the
            // timers of the process for as long again: it comes second.
            CommandTimeout = 2 * seconds,
            CancellationTimeout = -1,
            KeepAlive = seconds,
            MaxPoolSize = options.Readers + OwnConnections,
            MaxAutoPrepare = Prepared,
            AutoPrepareMinUsages = 2,
            Enlist = false,
        });
    }

    private async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowFromAsync(
        long position, [EnumeratorCancellation] CancellationToken ct)
    {
        var retry = _options.FirstRetry;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var began = _clock.GetTimestamp();
            List<LoggedEvent> batch = [];
            var isBeyond = _tail.IsBeyond(position, out var changed);
            try
            {
                if (isBeyond)
                {
                    batch = await Reader.ReadAsync(position, FollowPage, ct);
                    retry = _options.FirstRetry;
                }
            }
            catch (EventLogException fault) when (fault.IsTransient)
            {
                await Task.Delay(retry, _clock, ct);
                retry = _tail.NextRetry(retry);
                continue;
            }

            if (batch.Count == 0)
            {
                await changed.WaitAsync(ct);
                continue;
            }

            position = batch[^1].Position;
            yield return batch;
            if (batch.Count < FollowPage && _options.FollowPace - _clock.GetElapsedTime(began) is { } rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _clock, ct);
            }
        }
    }

    /// <summary>Writes a batch and answers each of it; gives the fault when the server cannot be used just now.</summary>
    private async Task<EventLogException?> WriteAsync(List<PendingAppend> batch)
    {
        var commit = LogTelemetry.BeginCommit("postgres", batch.Select(static pending => pending.Trace), _clock);
        try
        {
            var answers = await _writer.WriteAsync(batch);
            commit.Done(answers.EventsOf(batch));
            _tail.Advance(answers.LastPosition);
            for (var i = 0; i < batch.Count; i++)
            {
                if (answers.Of(i, batch[i].Request) is { } result)
                {
                    batch[i].Succeed(result);
                }
                else
                {
                    _ = AnswerDoneAsync(batch[i]);
                }
            }

            return null;
        }
        catch (EventLogException fault) when (!fault.IsTransient && batch.Count > 1)
        {
            commit.Failed(fault);

            // The server refused the batch, whole. Each for itself, so that one it cannot take does not spoil the others.
            EventLogException? last = null;
            foreach (var pending in batch)
            {
                last = await WriteAsync([pending]);
            }

            return last;
        }
        catch (Exception exception)
        {
            // Those who wait must hear of it, whatever it was: nobody awaits the writer itself.
            commit.Failed(exception);
            batch.ForEach(pending => pending.Fail(exception));
            return exception as EventLogException is { IsTransient: true } fault ? fault : null;
        }
    }

    /// <summary>Reads the first answer of a command done before; not while others wait for the writer.</summary>
    private async Task AnswerDoneAsync(PendingAppend pending)
    {
        try
        {
            var done = await _reader.FindCommandAsync(pending.Request.Command!.Id, CancellationToken.None);
            pending.Succeed(new AppendResult.AlreadyDone(done!.Command, done.Position));
        }
        catch (Exception exception)
        {
            // The one who waits must hear of it, whatever it was: nobody awaits this.
            pending.Fail(exception);
        }
    }
}
