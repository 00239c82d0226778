using Despatch.EventLog;
using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>Follows the log into a board. One to a board.</summary>
public sealed class BoardFollower(IEventLog log, EventCodec codec, Board board, ILogger logger)
{
    /// <summary>
    /// Follows until cancelled, then returns. A transient fault of the log is waited out: the board goes on from its position.
    /// </summary>
    /// <exception cref="EventLogException">A fault that no waiting mends; the board stays as it is.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        _ = (log, codec, board, logger);
        await Task.CompletedTask;
        throw new NotSupportedException();
    }
}
