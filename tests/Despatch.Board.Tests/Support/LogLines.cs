using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Despatch.Board.Tests;

/// <summary>Keeps what is logged, and tells who waits for a line.</summary>
internal sealed class LogLines : ILogger
{
    private readonly Channel<bool> _written = Channel.CreateUnbounded<bool>();

    public ConcurrentQueue<(LogLevel Level, string Text)> All { get; } = new();

    public Task NextAsync(CancellationToken ct) => _written.Reader.ReadAsync(ct).AsTask();

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        All.Enqueue((logLevel, formatter(state, exception)));
        _written.Writer.TryWrite(true);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
