using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Despatch.Domain.Incidents;

/// <summary>An incident's number of the day: written <c>CAD 4711/21NOV26</c>, the day being London's.</summary>
public readonly record struct CadNumber(int Number, DateOnly Day)
{
    private const string StreamPrefix = "incident-";

    /// <summary>The incident's stream and grain key: <c>incident-20261121-4711</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{StreamPrefix}{Day:yyyyMMdd}-{Number}");

    /// <summary>The field's spelling, without the word: <c>4711/21NOV26</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Number}/{Day:dd}{Day.ToString("MMM", CultureInfo.InvariantCulture).ToUpperInvariant()}{Day:yy}");

    /// <summary>Reads the field's spelling, with or without the word CAD in front.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CadNumber cad)
    {
        cad = default;
        if (text is null)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest.StartsWith("CAD ", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[4..].TrimStart();
        }

        var slash = rest.IndexOf('/');
        if (slash <= 0
            || !int.TryParse(rest[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0
            || !DateOnly.TryParseExact(rest[(slash + 1)..], "ddMMMyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        cad = new CadNumber(number, day);
        return true;
    }

    /// <summary>Reads an incident's stream name back into its number: only the one spelling that <see cref="Key"/> has.</summary>
    public static bool TryFromKey(string key, out CadNumber cad)
    {
        cad = default;
        if (!key.StartsWith(StreamPrefix, StringComparison.Ordinal) || key.Length < StreamPrefix.Length + 10)
        {
            return false;
        }

        var day = key.AsSpan(StreamPrefix.Length, 8);
        if (!DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !int.TryParse(key.AsSpan(StreamPrefix.Length + 9), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        // One incident has one stream: 'incident-20261121-007' or another mark before the number is no key.
        var read = new CadNumber(number, date);
        if (number == 0 || !string.Equals(read.Key, key, StringComparison.Ordinal))
        {
            return false;
        }

        cad = read;
        return true;
    }

    /// <summary>The field's spelling of an incident's key, for people: <c>4711/21NOV26</c>; anything else as it is.</summary>
    public static string Spell(string key) => TryFromKey(key, out var cad) ? cad.ToString() : key;
}
