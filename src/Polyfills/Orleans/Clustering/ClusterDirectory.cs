using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// Where grains live when silos are processes: each grain is kept by the active silo that its hash prefers, and told to another when
/// that one goes. An answer that cannot be had is not waited for: two activations may then exist for a moment, as upstream.
/// </summary>
internal sealed class ClusterDirectory(ClusterHub hub, IServiceProvider services) : IGrainDirectory
{
    private IGrainFactory Grains => field ??= services.GetRequiredService<IGrainFactory>();

    private Silo Local => field ??= services.GetRequiredService<Silo>();

    public async ValueTask<SiloAddress?> Lookup(GrainId grain)
    {
        var keeper = Keeper(grain, hub.ActiveSilos);
        if (keeper is null || keeper == Local.SiloAddress)
        {
            return await hub.Directory.Lookup(grain);
        }

        try
        {
            return await SystemGrain.Of(Grains, keeper).Lookup(grain.Type.ToString(), grain.Key.ToString());
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask<SiloAddress> Register(GrainId grain, SiloAddress silo, long activation)
    {
        var keeper = Keeper(grain, hub.ActiveSilos);
        if (keeper is null || keeper == Local.SiloAddress)
        {
            return await hub.Directory.Register(grain, silo, activation);
        }

        return (await RegisterAt(keeper, [Claim(grain, silo, activation)]))[0];
    }

    public void Unregister(GrainId grain, SiloAddress silo, long activation) => Tell(
        grain, () => hub.Directory.Unregister(grain, silo, activation), keeper => keeper.Unregister(Claim(grain, silo, activation)));

    public void Move(GrainId grain, SiloAddress from, long activation, SiloAddress to) => Tell(
        grain, () => hub.Directory.Move(grain, from, activation, to), keeper => keeper.Move(Claim(grain, from, activation), to));

    /// <summary>Tells the new keepers of this silo's grains about them. A grain that another silo has by now ends here.</summary>
    public async Task Rebuild(SiloAddress[] before)
    {
        var now = hub.ActiveSilos;
        var moved = Local.Activations
            .Where(a => SystemGrain.SiloOf(a.GrainId) is null && Keeper(a.GrainId, before) != Keeper(a.GrainId, now))
            .GroupBy(a => Keeper(a.GrainId, now)).ToList();
        foreach (var group in moved.Where(g => g.Key is not null))
        {
            var activations = group.ToArray();
            var owners = await RegisterAt(group.Key!, Array.ConvertAll(activations, a => Claim(a.GrainId, Local.SiloAddress, a.Id)));
            for (var i = 0; i < owners.Length; i++)
            {
                if (owners[i] != Local.SiloAddress)
                {
                    activations[i].Deactivate(new DeactivationReason(DeactivationReasonCode.DuplicateActivation, "Another silo has it."));
                }
            }
        }
    }

    /// <summary>Of all active silos the one whose hash together with the grain's is highest: few grains change it when silos come and go.</summary>
    private static SiloAddress? Keeper(GrainId grain, SiloAddress[] silos)
    {
        SiloAddress? best = null;
        var highest = 0u;
        foreach (var silo in silos)
        {
            var mixed = unchecked((grain.GetUniformHashCode() ^ (uint)(silo.GetHashCode() * 0x9E3779B1)) * 0x85EBCA6B);
            mixed ^= mixed >> 15;
            mixed = unchecked(mixed * 0xC2B2AE35);
            if (best is null || mixed > highest)
            {
                (best, highest) = (silo, mixed);
            }
        }

        return best;
    }

    private static GrainClaim Claim(GrainId grain, SiloAddress silo, long activation) =>
        new(grain.Type.ToString(), grain.Key.ToString(), silo, activation);

    private async Task<SiloAddress[]> RegisterAt(SiloAddress keeper, GrainClaim[] claims)
    {
        try
        {
            return await SystemGrain.Of(Grains, keeper).Register(claims);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return Array.ConvertAll(claims, c => c.Silo);
        }
    }

    private void Tell(GrainId grain, Action here, Func<ISystemGrain, Task> there)
    {
        var keeper = Keeper(grain, hub.ActiveSilos);
        if (keeper is null || keeper == Local.SiloAddress)
        {
            here();
        }
        else
        {
            _ = there(SystemGrain.Of(Grains, keeper));
        }
    }
}
