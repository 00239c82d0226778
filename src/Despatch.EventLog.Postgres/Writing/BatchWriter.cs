using Npgsql;

namespace Despatch.EventLog.Postgres.Writing;

/// <summary>
/// Writes batches one after another, and gives up a server that does not answer in time: what Npgsql does then, asking that same
/// server to cancel, takes several times as long. Used by one caller at a time.
/// </summary>
internal sealed class BatchWriter(NpgsqlDataSource source, TimeSpan answerWithin, TimeProvider clock) : IAsyncDisposable
{
    private WriterConnection _connection = new(source);

    /// <summary>Writes a batch; gives an answer for each of it once all is durable.</summary>
    /// <exception cref="EventLogException">None of it is known to be written.</exception>
    public async Task<BatchAnswers> WriteAsync(IReadOnlyList<PendingAppend> batch)
    {
        var writing = _connection.WriteAsync(new BatchArrays(batch, clock.GetUtcNow()));
        try
        {
            return await writing.WaitAsync(answerWithin, clock);
        }
        catch (TimeoutException exception)
        {
            _connection.Abandon();
            _ = DisposeAfterAsync(writing, _connection);
            _connection = new WriterConnection(source);
            throw PostgresFault.Of(exception, "append");
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task DisposeAfterAsync(Task writing, WriterConnection connection)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}

/// <summary>What <c>despatch.append</c> answered, a request each: see there.</summary>
internal sealed record BatchAnswers(int[] Outcomes, long?[] Firsts, long?[] Lasts)
{
    private const int Appended = 0;
    private const int Conflict = 1;

    /// <summary>The position of the last event written; 0 when none was.</summary>
    public long LastPosition
    {
        get
        {
            var last = Array.LastIndexOf(Outcomes, Appended);
            return last < 0 ? 0 : Lasts[last]!.Value;
        }
    }

    /// <summary>How many events of the batch were written.</summary>
    public int EventsOf(IReadOnlyList<PendingAppend> batch) =>
        batch.Where((_, i) => Outcomes[i] == Appended).Sum(static pending => pending.Request.Writes.Sum(static write => write.Events.Length));

    /// <summary>The answer to one request; null when its command was done before, so that the first answer must be read.</summary>
    public AppendResult? Of(int index, AppendRequest request)
    {
        switch (Outcomes[index])
        {
            case Appended:
                return new AppendResult.Appended(Firsts[index]!.Value, Lasts[index]!.Value);
            case Conflict:
                var write = request.Writes[(int)Firsts[index]!.Value - 1];
                return new AppendResult.Conflict(write.Stream, write.ExpectedVersion, Lasts[index]!.Value);
            default:
                return null;
        }
    }
}
