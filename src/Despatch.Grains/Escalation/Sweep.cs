using System.Collections.Concurrent;
using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Grains.Escalation;

/// <summary>
/// Finds the incidents on a board whose deadline has come, and has each of them raised. Deadlines are derived from the board's states, so
/// whoever begins to sweep, after whatever failover, finds the same ones. One caller at a time; what it starts runs on.
/// </summary>
/// <param name="board">The silo's board.</param>
/// <param name="policy">The policy in force.</param>
/// <param name="clock">The clock.</param>
/// <param name="pod">The pod whose incidents are swept; null for all.</param>
/// <param name="grace">How long after its time a deadline is left to others.</param>
/// <param name="raise">Raises one deadline; says the log's position if it was raised by this call.</param>
internal sealed class Sweep(
    Board.Board board, RunningPolicy policy, TimeProvider clock, string? pod, TimeSpan grace, Func<IncidentState, Deadline, Task<long?>> raise)
{
    /// <summary>So many are raised at once; after an outage there may be thousands, and the next sweep goes on with them.</summary>
    private const int AtOnce = 256;

    /// <summary>How long a deadline that was raised may still be seen on the board before it is looked at again.</summary>
    private static readonly TimeSpan BoardWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, byte> _asked = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, IncidentState>? _seen;
    private EscalationPolicy? _by;
    private DateTimeOffset _next;

    /// <summary>Starts raising what is due; returns at once.</summary>
    public void Run()
    {
        var incidents = board.Picture().Incidents;
        var (rules, now) = (policy.Current, clock.GetUtcNow());
        if (ReferenceEquals(incidents, _seen) && ReferenceEquals(rules, _by) && now < _next)
        {
            return;
        }

        (_seen, _by, _next) = (incidents, rules, DateTimeOffset.MaxValue);
        foreach (var (key, incident) in incidents)
        {
            if ((pod is null || string.Equals(pod, incident.Place.Pod, StringComparison.Ordinal)) && Deadlines.Next(incident, rules) is { } next)
            {
                var at = next.Due + grace;
                _next = at < _next ? at : _next;
                if (at <= now && _asked.Count < AtOnce && _asked.TryAdd(key, 0))
                {
                    _ = RaiseAsync(key, incident, next);
                }
            }
        }
    }

    private async Task RaiseAsync(string key, IncidentState incident, Deadline deadline)
    {
        try
        {
            if (await raise(incident, deadline) is { } position)
            {
                using var limit = new CancellationTokenSource(BoardWait, clock);
                await board.WaitForAsync(position, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The board is behind; the log knows that it was raised.
        }
        finally
        {
            _asked.TryRemove(key, out _);
        }
    }
}
