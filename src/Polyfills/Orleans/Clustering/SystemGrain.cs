using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A silo's own end of what silos say to each other beside grains' calls. Its key is the silo's address, where it always lives.</summary>
internal interface ISystemGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task Probe();

    /// <summary>The membership table has changed.</summary>
    [AlwaysInterleave]
    [OneWay]
    Task Refresh();

    /// <summary>Who has a grain, as this silo's part of the directory knows it.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:01")]
    Task<SiloAddress?> Lookup(string type, string key);

    /// <summary>Claims grains for a silo; says who has each.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:01")]
    Task<SiloAddress[]> Register(GrainClaim[] claims);

    [AlwaysInterleave]
    [OneWay]
    Task Unregister(GrainClaim claim);

    [AlwaysInterleave]
    [OneWay]
    Task Move(GrainClaim claim, SiloAddress target);

    [AlwaysInterleave]
    [ResponseTimeout("00:00:01")]
    Task<SimpleGrainStatistic[]> Statistics();
}

/// <summary>That a silo has a grain.</summary>
internal sealed record GrainClaim(string Type, string Key, SiloAddress Silo, long Activation)
{
    public GrainId Grain() => GrainId.Create(Type, Key);
}

[GrainType(TypeName)]
internal sealed class SystemGrain(Silo silo, IMembershipAgent membership) : Grain, ISystemGrain
{
    private const string TypeName = "system";

    private static readonly GrainType OwnType = GrainType.Create(TypeName);
    private static readonly ConcurrentDictionary<IdSpan, SiloAddress> Silos = new();

    private ClusterHub Hub => silo.Hub;

    /// <summary>The silo where a grain of this kind lives; none for all other grains.</summary>
    public static SiloAddress? SiloOf(GrainId grain) =>
        grain.Type == OwnType ? Silos.GetOrAdd(grain.Key, static key => SiloAddress.FromParsableString(key.ToString())) : null;

    public static ISystemGrain Of(IGrainFactory grains, SiloAddress silo) => grains.GetGrain<ISystemGrain>(silo.ToParsableString());

    public Task Probe() => Task.CompletedTask;

    // Not in this grain's turns: a silo that finds itself voted out takes none any more, and whoever waits for the table would wait for ever.
    public Task Refresh() => membership is TableMembership table ? Task.Run(table.RefreshAsync) : Task.CompletedTask;

    public async Task<SiloAddress?> Lookup(string type, string key) => await Hub.Directory.Lookup(GrainId.Create(type, key));

    public async Task<SiloAddress[]> Register(GrainClaim[] claims)
    {
        var owners = new SiloAddress[claims.Length];
        for (var i = 0; i < claims.Length; i++)
        {
            owners[i] = await Hub.Directory.Register(claims[i].Grain(), claims[i].Silo, claims[i].Activation);
        }

        return owners;
    }

    public Task Unregister(GrainClaim claim)
    {
        Hub.Directory.Unregister(claim.Grain(), claim.Silo, claim.Activation);
        return Task.CompletedTask;
    }

    public Task Move(GrainClaim claim, SiloAddress target)
    {
        Hub.Directory.Move(claim.Grain(), claim.Silo, claim.Activation, target);
        return Task.CompletedTask;
    }

    public Task<SimpleGrainStatistic[]> Statistics() => Task.FromResult(silo.Statistics());
}
