using System.Collections.Concurrent;
using Despatch.Exercise.Calls;

namespace Despatch.Exercise.People;

/// <summary>An incident as people keep it in mind.</summary>
/// <param name="Cad">Its number.</param>
/// <param name="Call">The call that it came of.</param>
internal sealed record Case(string Cad, DrawnCall Call)
{
    /// <summary>Its grade.</summary>
    public V1.Grade Grade => Call.Grade;

    /// <summary>How often a crew was sent. Its despatcher's alone.</summary>
    public int Sends { get; set; }
}

/// <summary>The incidents that are open. Any number of people may use it at once.</summary>
internal sealed class OpenCases
{
    private readonly ConcurrentDictionary<string, Case> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public void Add(Case opened) => _open[opened.Cad] = opened;

    public void Remove(Case closed) => _open.TryRemove(closed.Cad, out _);

    public Case? Find(string cad) => _open.GetValueOrDefault(cad);

    /// <summary>One of them, or null when there is none; which, depends on what is open.</summary>
    public Case? Pick(int number)
    {
        var count = _open.Count;
        return count == 0 ? null : _open.Values.ElementAtOrDefault(number % count);
    }
}
