using Despatch.Board;
using Despatch.Grains.Placement;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Grains.Silo;

/// <summary>
/// Fixes do not go through the log: the local board gets them at once, the other silos' boards a few times a second, merged to the
/// newest of each unit. One that is lost is made good by the next.
/// </summary>
public sealed class FixExchange(
    Board.Board board, IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails local, TimeProvider clock)
    : BackgroundService, IFixIntake
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private Dictionary<string, FixOf> _pending = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Take(IReadOnlyList<FixOf> fixes)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        var moved = board.ApplyFixes([.. fixes.Select(f => new UnitFix(f.Callsign, f.Fix))]);
        GrainTelemetry.Arrived(fixes.Count, moved);
        lock (_lock)
        {
            foreach (var fix in fixes)
            {
                if (!_pending.TryGetValue(fix.Callsign, out var known) || known.Fix.At < fix.Fix.At)
                {
                    _pending[fix.Callsign] = fix;
                }
            }
        }

        return fixes.Count - moved;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Collect() is not { } batch)
            {
                continue;
            }

            foreach (var member in membership.CurrentSnapshot.Members.Values)
            {
                if (member.Status == SiloStatus.Active && !member.SiloAddress.Equals(local.SiloAddress))
                {
                    _ = grains.GetGrain<ISiloGrain>(HomeSites.SiloPrefix + member.Name).TakeFixes(batch);
                }
            }
        }
    }

    private FixBatch? Collect()
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                return null;
            }

            var batch = new FixBatch([.. _pending.Values]);
            _pending = new Dictionary<string, FixOf>(StringComparer.Ordinal);
            return batch;
        }
    }
}
