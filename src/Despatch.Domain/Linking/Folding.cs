using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Despatch.Domain.Linking;

/// <summary>
/// Text as it is compared: lower case, accents taken off, apostrophes closed up, everything else that is no letter or digit a gap. Pure.
/// </summary>
/// <remarks>By a table of its own: the products run without the system's cultures, where the runtime folds nothing but ASCII.</remarks>
public static class Folding
{
    private const string Plain =
        "a:àáâãäåāăąạảấầẩẫậắằẳẵặ;ae:æ;c:çćĉċč;d:ďđð;e:èéêëēĕėęěẹẻẽếềểễệ;g:ĝğġģ;h:ĥħ;i:ìíîïĩīĭįıịỉ;j:ĵ;k:ķ;l:ĺļľłŀ;n:ñńņňŋ;"
        + "o:òóôõöøōŏőọỏốồổỗộớờởỡợơ;oe:œ;r:ŕŗř;s:śŝşšș;ss:ß;t:ţťŧț;th:þ;u:ùúûüũūŭůűųụủứừửữựư;w:ŵẁẃẅ;y:ýÿŷỳỵỷỹ;z:źżž";

    private static readonly FrozenDictionary<char, string> Letters = Plain.Split(';')
        .Select(static group => group.Split(':'))
        .SelectMany(static pair => pair[1].Select(letter => (letter, pair[0])))
        .ToFrozenDictionary(static pair => pair.letter, static pair => pair.Item2);

    /// <summary>The folded words of a text, in order; only a to z and 0 to 9 are left in them. Commas are kept as words of their own when asked for.</summary>
    public static ImmutableArray<string> Words(string text, bool commas = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder(16);
        foreach (var raw in text)
        {
            var c = char.ToLowerInvariant(raw);
            if (char.IsAsciiLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (Letters.TryGetValue(c, out var plain))
            {
                word.Append(plain);
            }
            else if (!IsInside(c))
            {
                End();
                if (commas && c is ',' or ';' or '\n' && words.Count > 0)
                {
                    words.Add(",");
                }
            }
        }

        End();
        return words.ToImmutable();

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>O'Brien is one word, and a letter that was typed as a base with a combining accent is that base.</summary>
    private static bool IsInside(char c) => c is '\'' or '’' or '‘' or '`' or '´' or '.' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark;
}
