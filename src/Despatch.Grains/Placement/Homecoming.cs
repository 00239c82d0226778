using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Grains.Placement;

/// <summary>
/// Sends this silo's grains home. Placement is asked only when a grain is activated: one that another site's silo took over would stay there
/// for as long as it is called. So whenever the cluster's members change, every grain here that the director would now place elsewhere is
/// moved. Thread-safe. The host runs it; it works on the thread pool, which a simulation must not.
/// </summary>
public sealed class Homecoming(
    HomeSiteDirector director, IClusterMembershipService membership, ILocalSiloDetails local, TimeProvider time) : BackgroundService
{
    // Another silo that had not heard of the change may have placed one here meanwhile. By then it has: a table is read again every 5 s.
    private static readonly TimeSpan UntilAllHaveHeard = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<GrainId, IGrainBase> _here = new();

    /// <summary>A grain is active here from now on.</summary>
    public void Arrived(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        _here[grain.GrainContext.GrainId] = grain;
    }

    /// <summary>It is not any more.</summary>
    public void Left(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        _here.TryRemove(KeyValuePair.Create(grain.GrainContext.GrainId, grain));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            SendHome(snapshot);
            await Task.Delay(UntilAllHaveHeard, time, stoppingToken);
            SendHome(membership.CurrentSnapshot);
        }
    }

    private void SendHome(ClusterMembershipSnapshot snapshot)
    {
        var active = snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => (m.SiloAddress, m.Name)).ToArray();

        // A silo that leaves hands its grains over by itself.
        if (!active.Any(silo => silo.SiloAddress.Equals(local.SiloAddress)))
        {
            return;
        }

        foreach (var (id, grain) in _here)
        {
            var home = director.Choose(id, active);
            if (home is not null && !home.Equals(local.SiloAddress))
            {
                grain.MigrateOnIdle();
            }
        }
    }
}
