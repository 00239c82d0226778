using System.Collections.Frozen;
using Despatch.Domain;
using Despatch.Domain.Reporting;
using Despatch.EventLog;

namespace Despatch.Gateway.Reporting;

/// <summary>
/// Makes a report by reading the log from the period's beginning until 48 hours after its end, when somebody asks: nothing of it is kept, so it
/// costs nothing at start-up, and every figure is the log's. One at a time, so that reports never take more than one of the log's
/// readers. Thread-safe.
/// </summary>
internal sealed class LogReport(IEventLog log, EventCodec codec) : IDisposable
{
    private const int PageSize = 2_000;

    // Most events of a day move units or write on logs; those are not even decoded.
    private static readonly FrozenSet<string> Names =
        EventNames.Catalogue.Where(static n => ReportTally.Facts.Contains(n.Value)).Select(static n => n.Key).ToFrozenSet(StringComparer.Ordinal);

    private readonly LogTimes _times = new(log);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the period's part of the log.</summary>
    public async Task<ReportTally> MakeAsync(ReportPeriod period, DateTimeOffset now, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var tally = new ReportTally(period, now);
            var position = await _times.BeforeAsync(period.From, ct);
            var end = tally.AsOf + LogTimes.Disorder;
            while (true)
            {
                var page = await log.ReadAsync(position, PageSize, ct);
                foreach (var logged in page.Where(static e => Names.Contains(e.Name)))
                {
                    tally.Take(logged.Stream, (DomainEvent)codec.Decode(logged.Name, logged.Data));
                }

                if (page.Count < PageSize || page[^1].At > end)
                {
                    return tally;
                }

                position = page[^1].Position;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
