using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>How alike two names, dates or addresses are, from 0 (nothing in common) to 1 (the same). Pure.</summary>
public static class Likeness
{
    /// <summary>A date of which one part is otherwise, or day and month are exchanged: mistyped or misheard, rather than another.</summary>
    private const double DateNearly = 0.8;

    /// <summary>Of two names: each word of the shorter with its best in the longer. A missing middle name costs nothing, a mere initial little.</summary>
    public static double OfNames(PersonName one, PersonName other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (few, many) = one.Words.Length <= other.Words.Length ? (one.Words, other.Words) : (other.Words, one.Words);
        if (few.IsEmpty)
        {
            return 0;
        }

        // The least alike word decides as much as all together: same surname and another first name is a relative, not the person.
        var free = many.ToList();
        var (sum, least) = (0.0, 1.0);
        foreach (var word in few)
        {
            var best = free.Count == 0 ? "" : free.MaxBy(w => OfNameWords(word, w))!;
            var alike = OfNameWords(word, best);
            free.Remove(best);
            sum += alike;
            least = Math.Min(least, alike);
        }

        return ((sum / few.Length) + least) / 2;
    }

    /// <summary>Of two dates of birth.</summary>
    public static double OfDates(DateOnly one, DateOnly other)
    {
        if (one == other)
        {
            return 1;
        }

        var same = (one.Year == other.Year ? 1 : 0) + (one.Month == other.Month ? 1 : 0) + (one.Day == other.Day ? 1 : 0);
        var exchanged = one.Year == other.Year && one.Day == other.Month && one.Month == other.Day;
        return same == 2 || exchanged ? DateNearly : 0;
    }

    /// <summary>Of two words, by Jaro and Winkler: the letters that they share, near their places, more when they begin alike.</summary>
    public static double OfWords(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        const double PrefixWeight = 0.1;
        const int PrefixLength = 4;
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return one.Length > 0 ? 1 : 0;
        }

        var jaro = Jaro(one, other);
        var prefix = one.Zip(other).Take(PrefixLength).TakeWhile(static pair => pair.First == pair.Second).Count();
        return jaro + (prefix * PrefixWeight * (1 - jaro));
    }

    private static double OfNameWords(string one, string other)
    {
        const double Initial = 0.85;
        const double SameSound = 0.93;
        if (one.Length == 1 || other.Length == 1)
        {
            return one.Length > 0 && other.Length > 0 && one[0] == other[0] ? Initial : 0;
        }

        var alike = OfWords(one, other);
        return alike < SameSound && alike > 0 && string.Equals(Sounds.Of(one), Sounds.Of(other), StringComparison.Ordinal) ? SameSound : alike;
    }

    private static double Jaro(string one, string other)
    {
        var reach = Math.Max(0, (Math.Max(one.Length, other.Length) / 2) - 1);
        var taken = new bool[other.Length];
        var matched = ImmutableArray.CreateBuilder<char>(one.Length);
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j < Math.Min(other.Length, i + reach + 1); j++)
            {
                if (!taken[j] && one[i] == other[j])
                {
                    taken[j] = true;
                    matched.Add(one[i]);
                    break;
                }
            }
        }

        if (matched.Count == 0)
        {
            return 0;
        }

        var inOther = other.Where((_, j) => taken[j]);
        var moved = matched.Zip(inOther).Count(static pair => pair.First != pair.Second) / 2.0;
        double shared = matched.Count;
        return ((shared / one.Length) + (shared / other.Length) + ((shared - moved) / shared)) / 3;
    }
}
