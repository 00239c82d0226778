using Despatch.Board;
using Despatch.EventLog;

namespace Despatch.Host.Serving;

/// <summary>Keeps the silo's board up with the log for as long as the host runs.</summary>
internal sealed class BoardService(IEventLog log, EventCodec codec, Board.Board board, ILogger<BoardFollower> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => new BoardFollower(log, codec, board, logger).RunAsync(stoppingToken), stoppingToken);
}
