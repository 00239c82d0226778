using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>A person's name as it is compared: folded words, the surname last, titles left out. Immutable.</summary>
/// <param name="Words">One word or more when a name was given; else empty.</param>
public sealed record PersonName(ImmutableArray<string> Words)
{
    private static readonly FrozenSet<string> Titles = FrozenSet.ToFrozenSet(
        ["mr", "mrs", "miss", "ms", "mx", "dr", "sir", "prof", "rev", "master", "pc", "dc", "sgt"], StringComparer.Ordinal);

    /// <summary>Whether no name was given.</summary>
    public bool IsEmpty => Words.IsEmpty;

    /// <summary>Reads a name as it was written down: "Dr Chidi Okafor", "OKAFOR, Chidi".</summary>
    public static PersonName Of(string name)
    {
        var words = Folding.Words(name, commas: true);
        var comma = words.IndexOf(",");
        if (comma > 0)
        {
            words = [.. words[(comma + 1)..], .. words[..comma]];
        }

        return new([.. words.Where(static w => !string.Equals(w, ",", StringComparison.Ordinal) && !Titles.Contains(w))]);
    }
}
