using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Despatch.Domain.Procedures;

/// <summary>The words of a text, to find those that a procedure waits for. Whole words: who wears trainers is near no train.</summary>
internal readonly struct Spoken
{
    private readonly FrozenSet<string> _words;

    private Spoken(FrozenSet<string> words) => _words = words;

    public static Spoken In(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                words.Add(text[start..i]);
            }

            start = i + 1;
        }

        return new Spoken(words.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether one of these was said.</summary>
    public bool Calls(ImmutableArray<string> when)
    {
        foreach (var word in when)
        {
            if (_words.Contains(word))
            {
                return true;
            }
        }

        return false;
    }
}
