using System.Data;
using Npgsql;

namespace Despatch.EventLog.Postgres.Writing;

/// <summary>
/// A connection that writes batches, one round trip each; it is opened at the first, and again when it is lost. Used by one caller
/// at a time, but for <see cref="Abandon"/>.
/// </summary>
internal sealed class WriterConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _append;
    private volatile bool _isAbandoned;

    private bool IsOpen => _connection?.FullState == ConnectionState.Open;

    /// <summary>Writes a batch; gives an answer for each of it once all is durable.</summary>
    /// <exception cref="EventLogException">None of it is known to be written.</exception>
    public async Task<BatchAnswers> WriteAsync(BatchArrays batch)
    {
        try
        {
            var command = _append is not null && IsOpen ? _append : await ConnectAsync();
            batch.Put(command);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            var answers = new BatchAnswers(
                await reader.GetFieldValueAsync<int[]>(0),
                await reader.GetFieldValueAsync<long?[]>(1),
                await reader.GetFieldValueAsync<long?[]>(2));

            // A commit that fails is told only after the row: nothing is answered before the end.
            await reader.NextResultAsync();
            return answers;
        }
        catch (PostgresException refused) when (IsOpen)
        {
            throw PostgresFault.Of(refused, "append");
        }
        catch (Exception exception)
        {
            // After any failure half-way the connection is of unknown state and must go. The keep-alive may have found the connection dead just now; Npgsql says so as if we had forgotten to open it.
            var isLost = exception is InvalidOperationException && _connection is not null && !IsOpen;
            await DisposeAsync();
            if (isLost || PostgresFault.IsOne(exception))
            {
                throw PostgresFault.Of(exception, "append");
            }

            throw;
        }
    }

    /// <summary>Nobody waits for the batch on its way any more: what was not sent yet is not sent.</summary>
    public void Abandon() => _isAbandoned = true;

    public async ValueTask DisposeAsync()
    {
        if (_append is not null)
        {
            await _append.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        (_append, _connection) = (null, null);
    }

    private async Task<NpgsqlCommand> ConnectAsync()
    {
        await DisposeAsync();
        _connection = await source.OpenConnectionAsync();
        var command = BatchArrays.Declare(_connection);
        await command.PrepareAsync();
        if (_isAbandoned)
        {
            await command.DisposeAsync();
            throw new TimeoutException();
        }

        return _append = command;
    }
}
