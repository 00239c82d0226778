using Despatch.Board;
using Despatch.Grains.Placement;
using Orleans;

namespace Despatch.Grains.Silo;

/// <summary>A silo's own end of what silos tell each other outside the log. It reaches the silo's board.</summary>
[HomeSite]
public sealed class SiloGrain(Board.Board board) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public Task TakeFixes(FixBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        board.ApplyFixes([.. batch.Fixes.Select(f => new UnitFix(f.Callsign, f.Fix))]);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<BoardReport> Report() => Task.FromResult(new BoardReport(board.Position, board.Picture().AsOf));
}
