using System.Collections.Concurrent;

namespace Despatch.EventLog.Sqlite.Reading;

/// <summary>The connections that read, opened as they are first needed. Thread-safe.</summary>
internal sealed class ReadPool(string path, TimeSpan busyTimeout, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<ReadConnection> _idle = [];
    private volatile bool _closed;

    /// <summary>Runs one read on a connection of its own.</summary>
    public async ValueTask<T> UseAsync<T>(Func<ReadConnection, T> read, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        ReadConnection? connection = null;
        try
        {
            if (_closed)
            {
                throw new EventLogException(EventLogFault.Closed, isTransient: false, "The event log was closed.");
            }

            connection = _idle.TryTake(out var idle) ? idle : new ReadConnection(path, busyTimeout);
            return read(connection);
        }
        finally
        {
            Return(connection);
        }
    }

    /// <summary>Closes what is idle at once, and what is in use when its read ends.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var idle))
        {
            idle.Dispose();
        }
    }

    private void Return(ReadConnection? connection)
    {
        if (connection is not null)
        {
            _idle.Add(connection);
            if (_closed)
            {
                Dispose();
            }
        }

        _free.Release();
    }
}
