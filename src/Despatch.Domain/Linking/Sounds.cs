using System.Text;

namespace Despatch.Domain.Linking;

/// <summary>
/// What a word sounds like, roughly, to a call handler who writes down what is heard: Mohammed, Muhammad and Mohamed are one; so are
/// Stephen and Steven, Catherine and Katharine. Pure. It finds what is worth comparing; <see cref="Likeness"/> compares.
/// </summary>
public static class Sounds
{
    /// <summary>The sound of one folded word (see <see cref="Folding"/>): its consonants, and an "a" for a vowel it begins with. Digits stay.</summary>
    public static string Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var sound = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (i > 0 && word[i] == word[i - 1] && !char.IsAsciiDigit(word[i]))
            {
                continue;
            }

            var (heard, skipped) = Letter(word, i);
            if (heard != '\0')
            {
                sound.Append(heard);
            }

            i += skipped;
        }

        return sound.ToString();
    }

    private static (char Heard, int Skipped) Letter(string word, int i)
    {
        var next = At(word, i + 1);
        return word[i] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => (i == 0 ? 'a' : '\0', 0),
            'y' => (i == 0 ? 'y' : '\0', 0),
            'b' => (i == word.Length - 1 && At(word, i - 1) == 'm' ? '\0' : 'b', 0),
            'c' => C(next),
            'd' => next is 'g' or 'j' && IsSoft(At(word, i + 2)) ? ('j', 1) : ('t', 0),
            'g' => G(word, i, next),
            'h' => (i == 0 ? 'h' : '\0', 0),
            'k' => i == 0 && next == 'n' ? ('\0', 0) : ('k', next is 'h' ? 1 : 0),
            'p' => next == 'h' ? ('f', 1) : ('p', 0),
            'q' => ('k', 0),
            's' => S(next, At(word, i + 2)),
            't' => T(next, At(word, i + 2)),
            'v' => ('f', 0),
            'w' => (i == 0 && next != 'r' ? 'w' : '\0', 0),
            'x' => (i == 0 ? 's' : 'k', 0),
            'z' => ('s', 0),
            var c => (c, 0),
        };
    }

    private static (char Heard, int Skipped) C(char next) => next switch
    {
        'h' => ('x', 1),
        'z' => ('x', 1),
        'k' or 'q' => ('k', 1),
        _ => (IsSoft(next) ? 's' : 'k', 0),
    };

    private static (char Heard, int Skipped) G(string word, int i, char next) => next switch
    {
        // Ghulam, but Wright and Hugh.
        'h' => (i == 0 ? 'k' : '\0', 1),
        'n' when i == 0 => ('\0', 0),
        _ => (IsSoft(next) && At(word, i - 1) != 'g' ? 'j' : 'k', 0),
    };

    private static (char Heard, int Skipped) S(char next, char third) => (next, third) switch
    {
        ('c', 'h') => ('x', 2),
        ('h' or 'z', _) => ('x', 1),
        ('c', 'e' or 'i' or 'y') => ('s', 1),
        _ => ('s', 0),
    };

    private static (char Heard, int Skipped) T(char next, char third) => (next, third) switch
    {
        ('c', 'h') => ('x', 2),
        ('h', _) => ('t', 1),
        ('i', 'o') => ('x', 0),
        _ => ('t', 0),
    };

    private static bool IsSoft(char c) => c is 'e' or 'i' or 'y';

    private static char At(string word, int i) => i >= 0 && i < word.Length ? word[i] : '\0';
}
