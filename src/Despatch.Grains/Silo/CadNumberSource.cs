using System.Collections.Concurrent;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Pods;
using Orleans;

namespace Despatch.Grains.Silo;

/// <summary>
/// A silo's supply of CAD numbers: it takes a block at a time from the day's grain and hands its numbers out here. What is left of
/// a block when the silo stops is never used.
/// </summary>
public sealed class CadNumberSource(IGrainFactory grains, Force force) : ICadNumberSource
{
    private readonly ConcurrentDictionary<(DateOnly Day, string Site), Supply> _supplies = new();
    private readonly Dictionary<string, string> _siteOfPod = force.Pods.ToDictionary(p => p.Code, p => p.Site, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<CadNumber> NextAsync(string pod, DateTimeOffset now)
    {
        var day = LondonTime.DayOf(now);
        var site = _siteOfPod.GetValueOrDefault(pod, force.Sites[0].Key);
        var supply = _supplies.GetOrAdd((day, site), static _ => new Supply());
        await supply.Turn.WaitAsync();
        try
        {
            if (supply.Left == 0)
            {
                var block = await grains.GetGrain<INumbersGrain>(CadNumbers.KeyOf(day)).Reserve(site);
                supply.Next = CadNumbers.First(block);
                supply.Left = CadNumbers.BlockSize;
                Forget(day);
            }

            supply.Left--;
            return new CadNumber(supply.Next++, day);
        }
        finally
        {
            supply.Turn.Release();
        }
    }

    /// <summary>Yesterday's supply is of no use two days later.</summary>
    private void Forget(DateOnly today)
    {
        foreach (var key in _supplies.Keys.Where(key => key.Day < today.AddDays(-1)))
        {
            _supplies.TryRemove(key, out _);
        }
    }

    private sealed class Supply
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Next { get; set; }

        public int Left { get; set; }
    }
}
