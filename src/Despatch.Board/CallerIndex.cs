using Despatch.Domain.Incidents;

namespace Despatch.Board;

/// <summary>Open incidents by what their callers are recognised by: number, person, address. Not thread-safe: the board's lock guards it.</summary>
internal sealed class CallerIndex
{
    private readonly Dictionary<string, SortedSet<string>> _incidents = new(StringComparer.Ordinal);

    /// <summary>An incident changed: came, went, or is recognised by something else. Nothing else costs anything.</summary>
    public void Move(IncidentState? before, IncidentState? after)
    {
        var (was, now) = (before is { IsOpen: true } ? before.Callers.Keys : [], after is { IsOpen: true } ? after.Callers.Keys : []);
        if (was == now)
        {
            return;
        }

        foreach (var key in was)
        {
            if (_incidents.TryGetValue(key, out var incidents) && incidents.Remove(before!.Key) && incidents.Count == 0)
            {
                _incidents.Remove(key);
            }
        }

        foreach (var key in now)
        {
            if (!_incidents.TryGetValue(key, out var incidents))
            {
                _incidents[key] = incidents = new(StringComparer.Ordinal);
            }

            incidents.Add(after!.Key);
        }
    }

    /// <summary>The keys of the open incidents that share any of these, each once.</summary>
    public IReadOnlyCollection<string> Of(IEnumerable<string> keys)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (_incidents.TryGetValue(key, out var incidents))
            {
                found.UnionWith(incidents);
            }
        }

        return found;
    }
}
