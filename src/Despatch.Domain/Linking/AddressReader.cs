using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Despatch.Domain.Linking;

/// <summary>Takes an address apart: first the postcode, then the flat, then the number with the street that follows it. Pure.</summary>
internal static class AddressReader
{
    private const string Comma = ",";

    private static readonly FrozenDictionary<string, string> Kinds = Table(
        "street:street,st,str;road:road,rd;avenue:avenue,ave,av;lane:lane,ln;close:close,cl,cls;drive:drive,dr,drv;way:way,wy;"
        + "gardens:gardens,gdns,gdn,garden,grdns;terrace:terrace,terr,ter;crescent:crescent,cres,cresc,cr;place:place,pl;square:square,sq;"
        + "grove:grove,gr,grv;hill:hill;court:court,crt,ct;house:house,hse,ho;mansions:mansions,mans;park:park,pk;rise:rise;row:row;walk:walk,wlk;"
        + "mews:mews;green:green,grn;point:point,pt;tower:tower,twr;lodge:lodge;parade:parade,pde;yard:yard;wharf:wharf;path:path;buildings:buildings,bldgs;"
        + "broadway:broadway;estate:estate,est;villas:villas;vale:vale;view:view;circus:circus;embankment:embankment;passage:passage;quay:quay");

    private static readonly FrozenSet<string> Flats = Set("flat,flt,fl,apartment,apt,unit,room,rm,maisonette,studio,suite");
    private static readonly FrozenDictionary<string, string> Floors = Table(
        "basement:basement,bsmt;ground:ground,gnd,grd,gff;first:first,1st;second:second,2nd;third:third,3rd;top:top;upper:upper;lower:lower");
    private static readonly FrozenSet<string> Dropped = Set("no,number,num,the,at,of,london,uk,england,floor,and");

    public static AddressParts Read(ImmutableArray<string> words)
    {
        var left = words.ToList();
        var postcode = TakePostcode(left);
        var flat = TakeFlat(left);
        left.RemoveAll(Dropped.Contains);
        var (number, suffix, at) = TakeNumber(left);
        var (street, kind) = TakeStreet(left, at);
        if (number.Length == 0 && flat.Length > 0 && !street.IsEmpty)
        {
            // "Flat 12, Rose Court" and "12 Rose Court" are one dwelling.
            (number, flat) = (flat, "");
        }

        left.RemoveAll(static w => w is Comma);
        return new(flat.Length > 0 ? flat : suffix, number, street, kind, postcode, [.. left]);
    }

    private static string TakePostcode(List<string> words)
    {
        for (var i = words.Count - 1; i >= 0; i--)
        {
            var word = words[i];
            if (word.Length is >= 5 and <= 7 && IsOutward(word[..^3]) && IsInward(word[^3..]))
            {
                words.RemoveAt(i);
                return word;
            }

            if (i > 0 && IsInward(word) && IsOutward(words[i - 1]))
            {
                var whole = words[i - 1] + word;
                words.RemoveRange(i - 1, 2);
                return whole;
            }
        }

        // Half a one, only where it can be nothing else: after the street.
        if (words.Count > 1 && words[^1].Length >= 2 && IsOutward(words[^1]))
        {
            var half = words[^1];
            words.RemoveAt(words.Count - 1);
            return half;
        }

        return "";
    }

    private static string TakeFlat(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (Flats.Contains(words[i]))
            {
                return TakeFlatAt(words, i);
            }

            // "flat2" run together.
            if (Flats.FirstOrDefault(f => words[i].StartsWith(f, StringComparison.Ordinal) && char.IsAsciiDigit(words[i][f.Length])) is { } run)
            {
                var flat = words[i][run.Length..];
                words.RemoveAt(i);
                return flat;
            }
        }

        return "";
    }

    private static string TakeFlatAt(List<string> words, int i)
    {
        // "Ground floor flat", "basement flat": the word before says which.
        var floorAt = i > 0 && words[i - 1] is "floor" ? i - 2 : i - 1;
        if (floorAt >= 0 && Floors.TryGetValue(words[floorAt], out var floor))
        {
            words.RemoveRange(floorAt, i - floorAt + 1);
            return floor;
        }

        var named = i + 1 < words.Count && (words[i + 1].Length <= 4 && char.IsAsciiDigit(words[i + 1][0]) || words[i + 1].Length == 1) && words[i + 1] is not Comma;
        var flat = named ? words[i + 1] : "";
        words.RemoveRange(i, named ? 2 : 1);
        return flat;
    }

    /// <summary>The number of the house is the last one that has words after it: "2/14 High St" is flat 2 of 14.</summary>
    private static (string Number, string Flat, int At) TakeNumber(List<string> words)
    {
        var at = words.FindIndex(IsNumber);
        if (at < 0)
        {
            return ("", "", 0);
        }

        var number = words[at];
        var flat = "";
        words.RemoveAt(at);
        if (at < words.Count && IsNumber(words[at]))
        {
            (flat, number) = (number, words[at]);
            words.RemoveAt(at);
        }

        var digits = number.TakeWhile(char.IsAsciiDigit).Count();
        return (number[..digits].TrimStart('0') is { Length: > 0 } trimmed ? trimmed : number[..digits], digits < number.Length ? number[digits..] : flat, at);
    }

    /// <summary>From the number on, up to the word that says what sort of street it is.</summary>
    private static (ImmutableArray<string> Street, string Kind) TakeStreet(List<string> words, int from)
    {
        while (from < words.Count && words[from] is Comma)
        {
            from++;
        }

        var end = words.FindIndex(from, static w => w is Comma);
        end = end < 0 ? words.Count : end;
        for (var i = end - 1; i > from; i--)
        {
            if (Kinds.TryGetValue(words[i], out var kind))
            {
                return (Take(words, from, i, i + 1), kind);
            }
        }

        return (Take(words, from, end, end), "");
    }

    private static ImmutableArray<string> Take(List<string> words, int from, int to, int removeTo)
    {
        // St John's Road: a saint, whatever the street is.
        ImmutableArray<string> street = [.. words[from..to].Select(static (w, i) => i == 0 && w is "st" ? "saint" : w)];
        words.RemoveRange(from, removeTo - from);
        return street;
    }

    private static bool IsNumber(string word) =>
        char.IsAsciiDigit(word[0]) && word.Length <= 5 && (char.IsAsciiDigit(word[^1]) || (word.Length > 1 && char.IsAsciiDigit(word[^2])));

    private static bool IsInward(string word) =>
        word.Length == 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiLetter(word[2]);

    private static bool IsOutward(string word) =>
        word.Length is >= 2 and <= 4 && char.IsAsciiLetter(word[0]) && word.Any(char.IsAsciiDigit)
        && word.TakeWhile(char.IsAsciiLetter).Count() <= 2;

    private static FrozenSet<string> Set(string words) => words.Split(',').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Table(string lines) => lines.Split(';')
        .Select(static line => line.Split(':'))
        .SelectMany(static pair => pair[1].Split(',').Select(word => (word, pair[0])))
        .ToFrozenDictionary(static pair => pair.word, static pair => pair.Item2, StringComparer.Ordinal);
}
