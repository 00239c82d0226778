using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Asks the other silos whether they live, and votes against one that stays silent.</summary>
internal sealed class Prober(
    Silo silo, TableMembership membership, ClusterMembershipOptions options, TimeProvider time, IGrainFactory grains, ILogger logger)
{
    private readonly ConcurrentDictionary<SiloAddress, int> _missed = new();
    private readonly ConcurrentDictionary<SiloAddress, bool> _busy = new();
    private long _lastRound = time.GetTimestamp();

    /// <summary>One round. After a long sleep of its own the silo first looks whether the others gave it up.</summary>
    public async Task ProbeAsync()
    {
        var slept = time.GetElapsedTime(_lastRound) > options.ProbeTimeout * (options.NumMissedProbesLimit + 1);
        _lastRound = time.GetTimestamp();
        if (slept)
        {
            _missed.Clear();
            await membership.RefreshAsync();
        }

        foreach (var other in Others().Take(options.NumProbedSilos))
        {
            Check(other);
        }
    }

    /// <summary>Asks one silo now, if it is not being asked.</summary>
    public void Check(SiloAddress other)
    {
        if (_busy.TryAdd(other, true))
        {
            _ = CheckAsync(other);
        }
    }

    private IEnumerable<SiloAddress> Others() => silo.Hub.Members.Members.Values
        .Where(m => m.Status is SiloStatus.Active or SiloStatus.Joining && m.SiloAddress != silo.SiloAddress)
        .Select(m => m.SiloAddress);

    private async Task CheckAsync(SiloAddress other)
    {
        try
        {
            while (await StaysSilentAsync(other))
            {
                // The next round began while this one waited: what it would have asked is asked now.
            }
        }
        finally
        {
            _busy.TryRemove(other, out _);
        }
    }

    /// <summary>Asks once and votes if it was once too often; whether a whole round passed in silence and another question is due.</summary>
    private async Task<bool> StaysSilentAsync(SiloAddress other)
    {
        try
        {
            await SystemGrain.Of(grains, other).Probe().WaitAsync(options.ProbeTimeout, time);
            _missed.TryRemove(other, out _);
            return false;
        }
        catch (Exception e)
        {
            var missed = _missed.AddOrUpdate(other, 1, static (_, count) => count + 1);
            if (missed < options.NumMissedProbesLimit)
            {
                return e is TimeoutException;
            }

            if (silo.LocalSiloStatus == SiloStatus.Active && Others().Contains(other))
            {
                await VoteAsync(other);
            }

            return false;
        }
    }

    private async Task VoteAsync(SiloAddress other)
    {
        try
        {
            await membership.SuspectAsync(other);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            logger.LogWarning(e, "The vote against {Silo} could not be written", other);
        }
    }
}
