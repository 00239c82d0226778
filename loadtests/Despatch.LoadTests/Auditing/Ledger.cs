using System.Collections.Concurrent;

namespace Despatch.LoadTests.Auditing;

/// <summary>Every command that was acknowledged to this tool, by its id: what the log must hold whatever happened. Thread-safe.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, string> _accepted = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count => _accepted.Count;

    /// <summary>Their ids, with what each was.</summary>
    public IReadOnlyDictionary<string, string> Accepted => _accepted;

    /// <summary>One more.</summary>
    public void Accept(string what, string commandId) => _accepted[commandId] = what;
}
