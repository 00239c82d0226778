using Despatch.EventLog;
using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>
/// Keeps a board for the next start, which then has only the rest of the log to follow, however long that is: what is closed costs
/// neither time nor memory. One to a board. Nothing here is needed: without it the board is folded from the log's first event on.
/// </summary>
public sealed class BoardKeeper(IEventLog log, Board board, IBoardStore store, ILogger logger)
{
    /// <summary>Takes up the kept board, if one fits this program and this log. Before the board has followed anything.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> RestoreAsync(CancellationToken ct)
    {
        try
        {
            if (await store.ReadAsync(KeptBoard.Format, ct) is not { } bytes)
            {
                return false;
            }

            if (KeptBoard.FromBytes(bytes) is { } kept
                && kept.Position == await store.PositionAsync(KeptBoard.Format, ct)
                && string.Equals(kept.Event, await EventAtAsync(kept.Position, ct), StringComparison.Ordinal))
            {
                board.Restore(kept);
                return true;
            }

            logger.KeptDoesNotFit();
            await store.ForgetAsync(KeptBoard.Format, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.KeptCannotBeRead(fault);
        }

        return false;
    }

    /// <summary>Keeps the board now and then until cancelled, then returns.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(board.Options.KeepPause, board.Time, ct);
                await KeepAsync(board.Options.KeepEvery, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Keeps the board if it is at least so many positions beyond the one kept.</summary>
    public async Task KeepAsync(long atLeast, CancellationToken ct)
    {
        try
        {
            var picture = board.Picture();
            if (picture.Position == 0 || picture.Position - await store.PositionAsync(KeptBoard.Format, ct) < atLeast)
            {
                return;
            }

            var hash = await EventAtAsync(picture.Position, ct);
            if (hash.Length > 0)
            {
                var kept = KeptBoard.Of(picture, hash);
                await store.WriteAsync(KeptBoard.Format, picture.Position, kept.ToBytes(), ct);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.CannotBeKept(fault);
        }
    }

    private async Task<string> EventAtAsync(long position, CancellationToken ct)
    {
        if (position < 1)
        {
            return "";
        }

        var found = await log.ReadAsync(position - 1, 1, ct);
        return found is [var logged] && logged.Position == position ? Convert.ToHexStringLower(logged.Hash.Span) : "";
    }
}
