using System.Collections.Immutable;
using System.Globalization;

namespace Despatch.Domain.Linking;

/// <summary>
/// The words under which a number, a person or an address is found again, however it was written down. Two that share a key are worth
/// comparing, no more: <see cref="Likeness"/> says how alike they are. Pure. What is stored under a key stays found only while the key is
/// made alike: change nothing here without a way to tag again what the log holds.
/// </summary>
public static class LinkKeys
{
    /// <summary>The most letters of a sound that count: longer words differ at their ends by mishearing.</summary>
    private const int SoundLength = 6;

    /// <summary>The most words of a street that count: the log has room for so much.</summary>
    private const int StreetWords = 4;

    /// <summary>A number in its international form: 07700 900123, 0044 7700 900123 and +447700900123 are one. Empty for none, withheld or not a number.</summary>
    public static string Phone(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        var international = number.TrimStart().StartsWith('+') ? digits
            : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : digits.StartsWith('0') ? "44" + digits[1..]
            : digits;

        // +44 (0)20 7946 0000
        international = international.StartsWith("440", StringComparison.Ordinal) ? "44" + international[3..] : international;
        return international.Length is >= 7 and <= 15 && !international.StartsWith('0') ? "+" + international : "";
    }

    /// <summary>
    /// A person's keys: how first name and surname sound together, in whichever order they were given; and, when the date of birth is
    /// known, that date with each of the two, day and month in either order. Empty without a name.
    /// </summary>
    public static ImmutableArray<string> Person(string name, DateOnly? born)
    {
        var words = PersonName.Of(name).Words;
        if (words.IsEmpty)
        {
            return [];
        }

        var (first, last) = (Sound(words[0]), Sound(words[^1]));
        var keys = ImmutableArray.CreateBuilder<string>(3);
        if (words.Length > 1)
        {
            keys.Add(string.CompareOrdinal(first, last) <= 0 ? $"{first}+{last}" : $"{last}+{first}");
        }

        if (born is { } date)
        {
            var (low, high) = (Math.Min(date.Day, date.Month), Math.Max(date.Day, date.Month));
            var day = string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}.{low:00}.{high:00}");
            keys.Add($"{day}+{first}");
            if (!string.Equals(first, last, StringComparison.Ordinal))
            {
                keys.Add($"{day}+{last}");
            }
        }

        return keys.ToImmutable();
    }

    /// <summary>
    /// An address's keys: its number with the sound of its street; with the street's first and last letters, for what the sound loses; and
    /// with the whole postcode; and, when it says which flat, the first of these with it, since a block has many. Empty unless it says which
    /// building.
    /// </summary>
    public static ImmutableArray<string> Address(string address)
    {
        var parts = AddressParts.Of(address);
        if (!parts.IsBuilding)
        {
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<string>(4);
        if (!parts.Street.IsEmpty)
        {
            var sound = string.Concat(parts.Street.Take(StreetWords).Select(Sound));
            keys.Add($"{parts.Number}+{sound}");
            if (parts.Flat.Length > 0)
            {
                keys.Add($"{parts.Flat}/{parts.Number}+{sound}");
            }

            var (first, last) = (parts.Street[0], parts.Street[^1]);
            keys.Add($"{parts.Number}-{first[0]}{first[^1]}{last[^1]}");
        }

        if (parts.HasWholePostcode)
        {
            keys.Add($"{parts.Number}@{parts.Postcode}");
        }

        return keys.ToImmutable();
    }

    private static string Sound(string word)
    {
        var sound = Sounds.Of(word);
        return sound.Length <= SoundLength ? sound : sound[..SoundLength];
    }
}
