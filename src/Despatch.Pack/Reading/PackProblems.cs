using System.Collections.Immutable;

namespace Despatch.Pack.Reading;

/// <summary>Collects what is wrong with a pack, so that one reading names everything. Used by one thread.</summary>
internal sealed class PackProblems(string pack)
{
    private readonly List<PackProblem> _found = [];

    public void Add(string file, string rule, string text) => _found.Add(new PackProblem(file, null, rule, text));

    public void Add(string file, int line, string rule, string text) => _found.Add(new PackProblem(file, line, rule, text));

    /// <summary>Stops when anything has been found: what comes next could only stumble over it.</summary>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new PackException(pack, [.. _found]);
        }
    }
}
