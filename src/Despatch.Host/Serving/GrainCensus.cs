using Despatch.Gateway.Services;
using Orleans;
using Orleans.Runtime;

namespace Despatch.Host.Serving;

/// <summary>Counts the cluster's active grains by kind: IncidentGrain, UnitGrain ...</summary>
internal sealed class GrainCensus(IGrainFactory grains) : IGrainCensus
{
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct)
    {
        var statistics = await AskAsync().WaitAsync(ct);
        return statistics
            .Select(s => (Kind: KindOf(s.GrainType), s.ActivationCount))
            .Where(s => s.Kind is not null)
            .GroupBy(s => s.Kind!, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Key, kind => kind.Sum(s => (long)s.ActivationCount), StringComparer.Ordinal);
    }

    private Task<SimpleGrainStatistic[]> AskAsync() => grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();

    /// <summary>Our own classes' short names; the engine's own grains are not the force's business.</summary>
    private static string? KindOf(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name.StartsWith("Despatch.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : null;
    }
}
