using System.Globalization;
using Despatch.EventLog.Postgres.Reading;
using Npgsql;

namespace Despatch.EventLog.Postgres.Following;

/// <summary>
/// Knows how far the log has grown, and wakes followers: told by this process's own appends, by notifications of the others',
/// and, where one was lost, by looking now and then. A hint only: what a follower gives out it reads from the log. In a storm it looks at the
/// followers' pace and is not told: each notification wakes a process here and one of the server. Thread-safe.
/// </summary>
internal sealed class LogTail : IAsyncDisposable
{
    /// <summary>So many notifications, each within the followers' pace of the one before, are a storm.</summary>
    private const int Storm = 8;

    private readonly NpgsqlDataSource _source;
    private readonly LogReader _reader;
    private readonly PostgresEventLogOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly Task _listening;
    private readonly Task _polling;
    private TaskCompletionSource _changed = NewSignal();
    private long _position;
    private bool _closed;

    public LogTail(NpgsqlDataSource source, LogReader reader, long position, PostgresEventLogOptions options, TimeProvider clock)
    {
        _source = source;
        _reader = reader;
        _position = position;
        _options = options;
        _clock = clock;
        _listening = Task.Run(() => ListenAsync(_end.Token));
        _polling = Task.Run(() => PollAsync(_end.Token));
    }

    /// <summary>Whether the log is known to go beyond a position; <paramref name="changed"/> completes when more is known.</summary>
    public bool IsBeyond(long position, out Task changed)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw PostgresFault.OfClosed();
            }

            changed = _changed.Task;
            return _position > position;
        }
    }

    /// <summary>The log is known to reach this position.</summary>
    public void Advance(long position)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (position <= _position || _closed)
            {
                return;
            }

            _position = position;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Makes every wait, present and future, fail with code <c>closed</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _closed = true;
            _changed.TrySetResult();
        }

        await _end.CancelAsync();
        await Task.WhenAll(_listening, _polling);
        _end.Dispose();
    }

    /// <summary>The wait after one that did not help.</summary>
    public TimeSpan NextRetry(TimeSpan retry) => retry * 2 < _options.PollInterval ? retry * 2 : _options.PollInterval;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync(CancellationToken ct)
    {
        var retry = _options.FirstRetry;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(ct);
                connection.Notification += OnNotification;
                while (true)
                {
                    await SayAsync(connection, "LISTEN despatch_log", ct);

                    // What was committed before we listened was told to nobody.
                    Advance(await _reader.LastPositionAsync(ct));
                    retry = _options.FirstRetry;
                    await UntilStormAsync(connection, ct);
                    await SayAsync(connection, "UNLISTEN despatch_log", ct);
                    await UntilQuietAsync(ct);
                }
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                retry = await WaitAsync(retry, ct);
            }
        }
    }

    private async Task UntilStormAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        for (var close = 0; close < Storm;)
        {
            var began = _clock.GetTimestamp();
            await connection.WaitAsync(ct);
            close = _clock.GetElapsedTime(began) < _options.FollowPace ? close + 1 : 0;
        }
    }

    private async Task UntilQuietAsync(CancellationToken ct)
    {
        var seen = -1L;
        for (var last = await _reader.LastPositionAsync(ct); last > seen; last = await _reader.LastPositionAsync(ct))
        {
            Advance(last);
            seen = last;
            await Task.Delay(_options.FollowPace, _clock, ct);
        }
    }

    private static async Task SayAsync(NpgsqlConnection connection, string text, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task PollAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_options.PollInterval, _clock);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(ct);
                Advance(await _reader.LastPositionAsync(ct));
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                // Followers go on waiting; the next tick asks again.
            }
        }
    }

    private static bool IsPassing(Exception exception) =>
        PostgresFault.IsOne(exception) || exception is EventLogException or OperationCanceledException or ObjectDisposedException;

    private async Task<TimeSpan> WaitAsync(TimeSpan retry, CancellationToken ct)
    {
        await Task.Delay(retry, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return NextRetry(retry);
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs args)
    {
        if (long.TryParse(args.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            Advance(position);
        }
    }
}
