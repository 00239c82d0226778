using Despatch.Gateway.Services;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Host.Serving;

/// <summary>Counts the cluster's active grains by kind and silo: IncidentGrain, UnitGrain ...</summary>
internal sealed class GrainCensus(IGrainFactory grains) : IGrainCensus
{
    public async Task<IReadOnlyList<GrainsOnSilo>> CountAsync(CancellationToken ct)
    {
        var statistics = await AskAsync().WaitAsync(ct);
        return [.. statistics
            .Select(s => new GrainsOnSilo(KindOf(s.GrainType) ?? "", s.SiloAddress, s.ActivationCount))
            .Where(s => s.Kind.Length > 0)];
    }

    private Task<SimpleGrainStatistic[]> AskAsync() => grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();

    /// <summary>Our own classes' short names; the engine's own grains are not the force's business.</summary>
    private static string? KindOf(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name.StartsWith("Despatch.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : null;
    }
}
