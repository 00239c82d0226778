using System.Globalization;
using Despatch.Domain.Linking;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// How people and addresses get written down by whoever is on the phone: other spellings, pet names, slips of the ear and of the keyboard
/// at any letter, dates mistyped or missing, addresses in any order, cut short, abbreviated. None of it asks the matcher's own rules.
/// </summary>
internal sealed class Miswriting(Random random)
{
    private const string Vowels = "aeiou";

    private static readonly string[] Neighbours = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    private static readonly (string Kind, string[] Short)[] Kinds =
    [
        ("Street", ["St", "St.", "str"]), ("Road", ["Rd", "Rd.", "road"]), ("Avenue", ["Ave", "Av", "avenue"]), ("Lane", ["Ln", "lane"]),
        ("Close", ["Cl", "close"]), ("Drive", ["Dr", "Drv"]), ("Gardens", ["Gdns", "Gardens"]), ("Terrace", ["Terr", "Ter"]),
        ("Crescent", ["Cres", "crescent"]), ("Place", ["Pl", "place"]), ("Square", ["Sq", "square"]), ("Grove", ["Gr", "grove"]), ("Way", ["way"]),
    ];

    /// <summary>A resident as named in a call.</summary>
    public NamedPerson Person(Resident who, PersonRole role)
    {
        var first = Name(who.First);
        var last = Happens(0.02) ? Name(Married()) : Name(who.Last);
        var middle = who.Middle.Length > 0 && Happens(0.3) ? " " + who.Middle : "";
        var name = Happens(0.08) ? $"{last.ToUpperInvariant()}, {first}{middle}" : $"{(Happens(0.06) ? "Mr " : "")}{first}{middle} {last}";
        return new NamedPerson(Happens(0.05) ? name.ToLowerInvariant() : name, Born(who.Born), role);
    }

    /// <summary>A front door as told in a call.</summary>
    public string Address(Dwelling at)
    {
        var number = at.Number.ToString(CultureInfo.InvariantCulture);
        var street = StreetName(at.Street.Name);
        var building = $"{number} {street}";
        if (at.Flat.Length > 0 && !Happens(0.06))
        {
            building = random.Next(6) switch
            {
                0 => $"{building} flat {at.Flat}",
                1 => $"{building}, Flat {at.Flat}",
                2 when char.IsLetter(at.Flat[0]) => $"{number}{at.Flat.ToLowerInvariant()} {street}",
                3 when char.IsDigit(at.Flat[0]) => $"{at.Flat}/{number} {street}",
                4 => $"flat {at.Flat} {building}",
                _ => $"Flat {at.Flat}, {building}",
            };
        }

        var town = Happens(0.35) ? ", " + at.Street.Borough : "";
        var postcode = Happens(0.6) ? ", " + Postcode(at.Postcode) : "";
        var landmark = Happens(0.03) ? ", opposite the school" : "";
        var address = building + town + landmark + postcode;
        return Happens(0.07) ? address.ToLowerInvariant() : address;
    }

    private string StreetName(string name)
    {
        var words = name.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            var known = Array.Find(Kinds, k => string.Equals(k.Kind, words[i], StringComparison.Ordinal));
            words[i] = known.Short is { } shorter && i == words.Length - 1
                ? Happens(0.5) ? shorter[random.Next(shorter.Length)] : words[i]
                : Happens(0.05) ? Slip(words[i]) : words[i];
        }

        return string.Join(' ', words);
    }

    private string Postcode(string postcode) => random.Next(4) switch
    {
        0 => postcode.Replace(" ", "", StringComparison.Ordinal),
        1 => postcode.ToLowerInvariant(),
        2 when Happens(0.2) => postcode.Split(' ')[0],
        _ => postcode,
    };

    private string Name(string name)
    {
        if (TownNames.Others.TryGetValue(name, out var others) && Happens(0.18))
        {
            return others[random.Next(others.Length)];
        }

        return Happens(0.10) ? Slip(name) : name;
    }

    private string Married()
    {
        var community = TownNames.Communities[random.Next(TownNames.Communities.Length)];
        return community.Last[random.Next(community.Last.Length)];
    }

    private DateOnly? Born(DateOnly born)
    {
        var at = random.NextDouble();
        try
        {
            return at switch
            {
                < 0.06 => null,
                < 0.07 => new DateOnly(born.Year, born.Day, born.Month),
                < 0.08 => born.AddYears(random.Next(2) == 0 ? 1 : -1),
                < 0.085 => born.AddYears(random.Next(2) == 0 ? 10 : -10),
                < 0.10 => born.AddDays(random.Next(1, 3)),
                < 0.105 => born.AddMonths(1),
                _ => born,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // There is no such day when it is exchanged with the month.
            return born;
        }
    }

    /// <summary>One slip, at any letter but the first three times out of four.</summary>
    private string Slip(string word)
    {
        if (word.Length < 3)
        {
            return word;
        }

        var at = Happens(0.9) ? 1 + random.Next(word.Length - 1) : 0;
        var letter = char.ToLowerInvariant(word[at]);
        return random.Next(6) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, letter.ToString()),
            2 when at + 1 < word.Length => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            3 when Vowels.Contains(letter, StringComparison.Ordinal) => Replace(word, at, Vowels[random.Next(Vowels.Length)]),
            4 => Replace(word, at, Beside(letter)),
            _ => Replace(word, at, Heard(letter)),
        };
    }

    private static string Replace(string word, int at, char letter) => word[..at] + letter + word[(at + 1)..];

    private char Beside(char letter)
    {
        var row = Array.Find(Neighbours, r => r.Contains(letter, StringComparison.Ordinal)) ?? Neighbours[0];
        var at = row.IndexOf(letter, StringComparison.Ordinal);
        return row[Math.Clamp(at + (random.Next(2) == 0 ? 1 : -1), 0, row.Length - 1)];
    }

    /// <summary>What is mistaken for it on a bad line.</summary>
    private static char Heard(char letter) => letter switch
    {
        'm' => 'n', 'n' => 'm', 'f' => 's', 's' => 'f', 'b' => 'p', 'p' => 'b', 'd' => 't', 't' => 'd', 'v' => 'b', 'k' => 'c', 'c' => 'k',
        'i' => 'y', 'y' => 'i', 'a' => 'e', 'e' => 'a', 'o' => 'u', 'u' => 'o', var other => other,
    };

    private bool Happens(double chance) => random.NextDouble() < chance;
}
