using System.Collections.Immutable;

namespace Despatch.Domain.Procedures;

/// <summary>
/// The words of a text, to find those that a procedure waits for. Whole words: who wears trainers is near no train. Every silo looks for
/// them in everything that is said, so a look costs no more than comparing lengths: searching the text for each word took three quarters of a
/// follower's time, since without the culture's data a search that ignores case goes letter by letter.
/// </summary>
internal readonly struct Spoken
{
    private readonly string _text;
    private readonly List<Range> _words = new(16);
    private readonly ulong _initials;

    public Spoken(string text)
    {
        _text = text;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                _words.Add(start..i);
                _initials |= InitialOf(text[start]);
            }

            start = i + 1;
        }
    }

    /// <summary>Whether one of these was said.</summary>
    public bool Calls(ImmutableArray<string> when)
    {
        foreach (var word in when)
        {
            if ((_initials & InitialOf(word[0])) == 0)
            {
                continue;
            }

            foreach (var range in _words)
            {
                if (range.End.Value - range.Start.Value == word.Length && _text.AsSpan()[range].Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>One bit of 64 for how a word begins, whatever its case: most words that are waited for begin as none that was said.</summary>
    private static ulong InitialOf(char first) => 1UL << (char.ToUpperInvariant(first) & 63);
}
