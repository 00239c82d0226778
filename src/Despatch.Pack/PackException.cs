using System.Collections.Immutable;
using System.Globalization;

namespace Despatch.Pack;

/// <summary>One thing that is wrong with a force pack.</summary>
/// <param name="File">The file's name within the pack.</param>
/// <param name="Line">Its line, counted from 1; null when the problem is not one line's.</param>
/// <param name="Rule">The rule it breaks, a stable code: <c>duplicate-callsign</c>.</param>
/// <param name="Text">What is wrong, in words.</param>
public sealed record PackProblem(string File, int? Line, string Rule, string Text)
{
    /// <summary>As shown to a person: <c>roster.csv line 7: duplicate-callsign: ...</c>.</summary>
    public override string ToString()
    {
        var where = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{File} line {line}") : File;
        return $"{where}: {Rule}: {Text}";
    }
}

/// <summary>A force pack that cannot be used. The message names every file and rule, so that one reading mends them all.</summary>
public sealed class PackException : Exception
{
    private const int Shown = 20;

    /// <summary>With no words; prefer the list of problems.</summary>
    public PackException()
    {
    }

    /// <summary>With words.</summary>
    public PackException(string message)
        : base(message)
    {
    }

    /// <summary>With words and a cause.</summary>
    public PackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With everything that was found wrong.</summary>
    public PackException(string pack, ImmutableArray<PackProblem> problems)
        : base(Say(pack, problems)) => Problems = problems;

    /// <summary>Everything that was found wrong.</summary>
    public ImmutableArray<PackProblem> Problems { get; } = [];

    private static string Say(string pack, ImmutableArray<PackProblem> problems)
    {
        var lines = problems.Take(Shown).Select(p => "  " + p);
        var more = problems.Length > Shown
            ? string.Create(CultureInfo.InvariantCulture, $"\n  and {problems.Length - Shown} more") : "";
        return $"The force pack '{pack}' cannot be used:\n{string.Join('\n', lines)}{more}";
    }
}
