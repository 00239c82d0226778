using Despatch.Board;
using Despatch.EventLog;
using Despatch.Grains;
using Orleans.Runtime;

namespace Despatch.Host.Serving;

/// <summary>Keeps the silo's board up with the log and measured, for as long as the host runs, and for the next start.</summary>
internal sealed class BoardService(
    IEventLog log, EventCodec codec, Board.Board board, IBoardStore store, ILocalSiloDetails silo, RunningPolicy policy, ILogger<BoardFollower> logger)
    : BackgroundService
{
    /// <summary>How far a stopping host lets the kept board lag behind: so few events are read sooner than a board.</summary>
    private const long NotWorthKeeping = 500;

    private readonly BoardKeeper _keeper = new(log, board, store, logger);

    /// <summary>Before anything is served: a gateway that begins with the kept board has little to catch up.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _keeper.RestoreAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _keeper.KeepAsync(NotWorthKeeping, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var instruments = new BoardInstruments(board, silo.Name, () => policy.Current);
        await Task.WhenAll(
            Task.Run(() => new BoardFollower(log, codec, board, logger).RunAsync(stoppingToken), stoppingToken),
            Task.Run(() => _keeper.RunAsync(stoppingToken), stoppingToken));
    }
}
