using Despatch.EventLog;

namespace Despatch.Gateway.Reporting;

/// <summary>Finds a time in the log. Thread-safe.</summary>
internal sealed class LogTimes(IEventLog log)
{
    /// <summary>
    /// How far an event may stand from where its time would put it: several silos write, each by its own clock, and a fact is decided a
    /// moment before it is appended.
    /// </summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromMinutes(10);

    /// <summary>A position after which every event of this moment or later stands. Reads some thirty single events, however long the log.</summary>
    public async Task<long> BeforeAsync(DateTimeOffset moment, CancellationToken ct)
    {
        var sought = moment - Disorder;
        var (low, high) = (0L, await log.LastPositionAsync(ct));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await log.ReadAsync(middle, 1, ct);
            if (next.Count == 0 || next[0].At >= sought)
            {
                high = middle;
            }
            else
            {
                low = next[0].Position;
            }
        }

        return low;
    }
}
