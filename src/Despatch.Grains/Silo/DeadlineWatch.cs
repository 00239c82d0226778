using System.Collections.Immutable;
using System.Data;
using System.Text;
using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Pods;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.Grains.Escalation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Grains.Silo;

/// <summary>
/// Every silo's safety net under the pods' sweeps. It touches all pods' grains, so that one whose silo died is active again as soon as
/// the cluster knows; and what is late all the same, because a pod's or an incident's grain cannot be reached yet, it raises itself,
/// straight to the log. Several silos may do so at once: the log takes each deadline once.
/// </summary>
public sealed class DeadlineWatch(
    Board.Board board, RunningPolicy policy, Attempts attempts, LogWriter log, IGrainFactory grains, Force force, TimeProvider clock,
    ILogger<DeadlineWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than a pod's sweep and a call take; with the period still well within the 2 s that a deadline may be late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Watches until cancelled, which throws.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var sweep = new Sweep(board, policy, clock, pod: null, Grace, RaiseAsync);
        for (var touch = true; ; touch = !touch)
        {
            sweep.Run();
            foreach (var pod in touch ? force.Pods : [])
            {
                _ = TouchAsync(pod.Code);
            }

            await Task.Delay(Period, clock, ct);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async Task TouchAsync(string pod)
    {
        try
        {
            await grains.GetGrain<IPodGrain>(PodKey.Of(pod)).Touch();
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            logger.NotTouched(pod, fault.Message);
        }
    }

    /// <summary>What its grain would do, without it: read, decide, append; then tell it.</summary>
    private async Task<bool> RaiseAsync(string key, IClocked row, Deadline deadline)
    {
        try
        {
            var kind = ClockedKind.Of(key)!;
            var (state, version) = (kind.Initial, 0L);
            await foreach (var (at, fact) in log.ReadAsync(key, 0))
            {
                (state, version) = (kind.Evolve(state, fact), at);
            }

            var command = RaiseEscalation.Of(deadline, attempts.Of(row, deadline));
            if (EscalationDecisions.Raise(key, state, policy.Current, command, clock.GetUtcNow()) is not Decision.Accepted accepted)
            {
                return false;
            }

            var record = new CommandRecord(command.IdFor(key), LogWriter.Fingerprint(key, command), Encoding.UTF8.GetBytes(key));
            if (await log.AppendAsync(accepted.Changes, ImmutableDictionary<string, long>.Empty.SetItem(key, version), record)
                is not AppendResult.Appended)
            {
                return false;
            }

            Neighbours.Tell(grains, key, version + 1);
            return true;
        }
        catch (Exception fault) when (fault is DataException or EventLogException)
        {
            // The log is away, or holds what cannot be read. The next look asks again.
            logger.NotRaised(fault, key);
            return false;
        }
    }
}
