using System.Collections.Concurrent;
using Despatch.Board;
using Despatch.Domain.Escalation;

namespace Despatch.Grains.Escalation;

/// <summary>Has everything raised whose deadline has come. One caller at a time; what it starts runs on.</summary>
/// <param name="board">The silo's board.</param>
/// <param name="policy">The policy in force.</param>
/// <param name="clock">The clock.</param>
/// <param name="pod">The pod that is swept; null for all.</param>
/// <param name="grace">How long after its time a deadline is left to others.</param>
/// <param name="raise">Raises one deadline; says whether the log has it now.</param>
internal sealed class Sweep(
    Board.Board board, RunningPolicy policy, TimeProvider clock, string? pod, TimeSpan grace, Func<string, IClocked, Deadline, Task<bool>> raise)
{
    /// <summary>So many are raised at once; after an outage there may be thousands, and the next sweep goes on with them.</summary>
    private const int AtOnce = 256;

    /// <summary>How long a deadline that was raised may still be seen on the board before it is taken for due again.</summary>
    private static readonly TimeSpan BoardLag = TimeSpan.FromSeconds(2);

    private readonly DueRows _due = new(board, pod, grace);

    /// <summary>By key: the deadline that is being raised or was, and until when it is left alone.</summary>
    private readonly ConcurrentDictionary<string, (Deadline Deadline, DateTimeOffset Until)> _asked = new(StringComparer.Ordinal);

    private int _inFlight;

    /// <summary>Starts raising what is due; returns at once.</summary>
    public void Run()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, asked) in _asked)
        {
            if (asked.Until <= now)
            {
                _asked.TryRemove(new(key, asked));
            }
        }

        foreach (var (key, row, deadline) in _due.Look(policy.Current, now))
        {
            if (Volatile.Read(ref _inFlight) >= AtOnce)
            {
                return;
            }

            if (!_asked.TryGetValue(key, out var asked) || (asked.Until < DateTimeOffset.MaxValue && asked.Deadline != deadline))
            {
                _asked[key] = (deadline, DateTimeOffset.MaxValue);
                Interlocked.Increment(ref _inFlight);
                _ = RaiseAsync(key, row, deadline);
            }
        }
    }

    private async Task RaiseAsync(string key, IClocked row, Deadline deadline)
    {
        var raised = false;
        try
        {
            raised = await raise(key, row, deadline);
        }
        finally
        {
            // What could not be raised is asked for again at the next sweep.
            Interlocked.Decrement(ref _inFlight);
            var now = clock.GetUtcNow();
            _asked[key] = (deadline, raised ? now + BoardLag : now);
        }
    }
}
