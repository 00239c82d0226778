using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.EventLog;
using Microsoft.Extensions.Logging;

namespace Despatch.Board;

/// <summary>
/// Follows the log into a board; one to a board. A fact that cannot be read, because a newer silo wrote it or because it is damaged,
/// is logged as an error and passed over: one bad event must not stop the picture of all London.
/// </summary>
public sealed class BoardFollower(IEventLog log, EventCodec codec, Board board, ILogger logger)
{
    private readonly FactReader _reader = new(log, codec, logger);

    /// <summary>
    /// Follows until cancelled, then returns. A transient fault of the log is waited out: the board goes on from its position.
    /// </summary>
    /// <exception cref="EventLogException">A fault that no waiting mends; the board stays as it is.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var level = CheckLevelAsync(stop.Token);
        try
        {
            await FollowAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        finally
        {
            await stop.CancelAsync();
            await level;
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var pause = board.Options.FirstPause;
        while (true)
        {
            try
            {
                await foreach (var batch in log.FollowAsync(board.Position, ct))
                {
                    await ApplyAsync(batch, ct);
                    pause = board.Options.FirstPause;
                }
            }
            catch (EventLogException fault) when (fault.IsTransient)
            {
                logger.Standing(fault, board.Position, fault.Code, pause);
            }

            await Task.Delay(pause, board.Time, ct);
            pause = pause * 2 < board.Options.LongestPause ? pause * 2 : board.Options.LongestPause;
        }
    }

    private async Task ApplyAsync(IReadOnlyList<LoggedEvent> batch, CancellationToken ct)
    {
        var facts = new List<(LoggedEvent Logged, DomainEvent Fact)>(batch.Count);
        foreach (var logged in batch)
        {
            // Streams that are not on the board are not even read, whatever newer silos write there.
            if ((ClockedKind.Of(logged.Stream) is not null || BoardRows.IsUnit(logged.Stream)) && _reader.Read(logged) is { } fact)
            {
                facts.Add((logged, fact));
            }
        }

        var closed = await _reader.RecallAsync(facts, board, ct);
        var spans = BoardTelemetry.Begin(batch);
        board.Apply(facts, batch[^1].Position, closed);
        BoardTelemetry.End(spans);
    }

    private async Task CheckLevelAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await AskAsync(ct);
                await Task.Delay(board.Options.LevelCheck, board.Time, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        try
        {
            var asked = board.Time.GetUtcNow();
            board.MarkLevel(await log.LastPositionAsync(ct), asked);
        }
        catch (EventLogException)
        {
            // The picture grows old, and says so.
        }
    }
}
