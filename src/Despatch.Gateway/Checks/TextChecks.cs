using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Records;

namespace Despatch.Gateway.Checks;

/// <summary>Rules for texts and for the spellings of numbers and names.</summary>
internal static class TextChecks
{
    /// <summary>What was said or written: the largest text there is.</summary>
    public const int WordsLength = 16_000;

    /// <summary>A reason, an outcome, a part of an assessment.</summary>
    public const int ReasonLength = 4_000;

    /// <summary>An address.</summary>
    public const int AddressLength = 500;

    /// <summary>A name.</summary>
    public const int NameLength = 200;

    /// <summary>A command id, an operator.</summary>
    public const int IdLength = 64;

    /// <summary>A text that must say something.</summary>
    public static string Text(this Check check, string text, string field, int maxLength)
    {
        check.Must(!string.IsNullOrWhiteSpace(text), field, "must not be empty");
        return check.OptionalText(text, field, maxLength);
    }

    /// <summary>A text that may be empty.</summary>
    public static string OptionalText(this Check check, string text, string field, int maxLength)
    {
        check.Must(text.Length <= maxLength, field, $"must have {maxLength} characters at most and has {text.Length}");
        check.Must(!text.Contains('\0', StringComparison.Ordinal), field, "must not hold the character U+0000");
        return text;
    }

    /// <summary>An id made by a client.</summary>
    public static string Id(this Check check, string id, string field)
    {
        check.Must(IsId(id), field, $"must be 1 to {IdLength} letters, digits, '-' or '_'");
        return id;
    }

    /// <summary>A CAD number, as it is spelt.</summary>
    public static CadNumber Cad(this Check check, string text, string field)
    {
        check.Must(CadNumber.TryParse(text, out var cad), field, "must be a CAD number, spelt like 4711/21NOV26");
        return cad;
    }

    /// <summary>A contact's id, which is its grain's key.</summary>
    public static string ContactId(this Check check, string id, string field)
    {
        var isOne = id.StartsWith(ContactState.KeyPrefix, StringComparison.Ordinal) && IsId(id[ContactState.KeyPrefix.Length..]);
        check.Must(isOne, field, "must be a contact's id, as Record answered it");
        return id;
    }

    /// <summary>A report of misconduct's id, which is its grain's key.</summary>
    public static string ReportId(this Check check, string id, string field)
    {
        var isOne = id.StartsWith(MisconductState.KeyPrefix, StringComparison.Ordinal) && IsId(id[MisconductState.KeyPrefix.Length..]);
        check.Must(isOne, field, "must be a report's id, as ReportMisconduct answered it");
        return id;
    }

    /// <summary>A callsign.</summary>
    public static string Callsign(this Check check, string callsign, string field)
    {
        var isOne = callsign.Length is >= 2 and <= 8 && callsign.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
        check.Must(isOne, field, "must be a callsign: 2 to 8 capital letters and digits");
        return callsign;
    }

    /// <summary>A telephone number in international form, or empty if it was withheld.</summary>
    public static string PhoneNumber(this Check check, string number, string field)
    {
        var isOne = number.Length is >= 8 and <= 16 && number[0] == '+' && number[1] != '0'
            && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        check.Must(isOne || number.Length == 0, field, "must be in international form, like +447700900123, or empty");
        return number;
    }


    /// <summary>Whether it has the form of an id made by a client.</summary>
    public static bool IsId(string id) =>
        id.Length is >= 1 and <= IdLength && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
