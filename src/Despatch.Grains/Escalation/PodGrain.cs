using System.Data;
using Despatch.Domain.Escalation;
using Despatch.Grains.Aggregates;
using Despatch.Grains.Placement;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Grains.Escalation;

/// <summary>Sweeps a pod's deadlines on its silo's board twice a second, and asks the grain of each incident, and of whatever else can be late, to raise what is due.</summary>
[HomeSite]
public sealed class PodGrain(
    Board.Board board, RunningPolicy policy, Attempts attempts, Homecoming homecoming, TimeProvider clock, ILogger<PodGrain> logger)
    : HomeGrain(homecoming), IPodGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var sweep = new Sweep(board, policy, clock, this.GetPrimaryKeyString()[PodKey.Prefix.Length..], TimeSpan.Zero, RaiseAsync);
        var often = new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Period, KeepAlive = true, Interleave = true };
        this.RegisterGrainTimer(
            () =>
            {
                sweep.Run();
                return Task.CompletedTask;
            },
            often);
        return base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task Touch() => Task.CompletedTask;

    private async Task<bool> RaiseAsync(string key, IClocked row, Deadline deadline)
    {
        try
        {
            var answer = await Neighbours.Clocked(GrainFactory, key).RaiseDue(attempts.Of(row, deadline));
            return answer.Refusal is null;
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or DataException)
        {
            // Its silo may have died, or the log be away. The next sweep asks again, and every silo's watch raises what stays late.
            logger.NotRaisedByItsGrain(key, fault.Message);
            return false;
        }
    }
}
