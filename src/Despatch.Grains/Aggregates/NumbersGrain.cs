using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Numbers;
using Despatch.Domain.Pods;
using Despatch.EventLog;
using Despatch.Grains.Placement;
using Orleans;

namespace Despatch.Grains.Aggregates;

/// <summary>Hands out the CAD numbers of one day, a block at a time.</summary>
[HomeSite]
public sealed class NumbersGrain(LogWriter log, Homecoming homecoming, TimeProvider clock, Force force) : HomeGrain(homecoming), INumbersGrain
{
    private CadNumbers _state = CadNumbers.Initial;
    private long _version;

    /// <inheritdoc/>
    public async Task<int> Reserve(string site)
    {
        var index = force.Sites.IndexOf(force.Sites.First(s => string.Equals(s.Key, site, StringComparison.Ordinal)));
        var key = this.GetPrimaryKeyString();
        await CatchUpAsync();
        while (true)
        {
            var reserved = _state.Reserve(site, index, force.Sites.Length, clock.GetUtcNow());
            var versions = ImmutableDictionary<string, long>.Empty.SetItem(key, _version);
            if (await log.AppendAsync([new Change(key, [reserved])], versions, null) is AppendResult.Appended)
            {
                Apply(reserved);
                return reserved.Block;
            }

            // Another activation of this grain was first; its block is not ours.
            await CatchUpAsync();
        }
    }

    private async Task CatchUpAsync()
    {
        await foreach (var (_, fact) in log.ReadAsync(this.GetPrimaryKeyString(), _version))
        {
            Apply(fact);
        }
    }

    private void Apply(DomainEvent fact)
    {
        _state = CadNumbers.Evolve(_state, fact);
        _version++;
    }
}
