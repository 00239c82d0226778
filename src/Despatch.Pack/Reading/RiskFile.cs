using System.Collections.Frozen;
using System.Globalization;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;

namespace Despatch.Pack.Reading;

/// <summary>
/// Reads <c>risk.csv</c>: one term a line. <c>list</c> is flag, marker or check; <c>proposes</c> a grade's letter or nothing; <c>warn_days</c> how
/// long before its end a marker's person is contacted, or nothing; <c>meaning</c> is for people.
/// </summary>
internal sealed class RiskFile(PackProblems problems)
{
    public const string File = "risk.csv";

    private const int List = 0;
    private const int Code = 1;
    private const int Proposes = 2;
    private const int WarnDays = 3;
    private const int Meaning = 4;
    private const int MostCodeLength = 40;
    private const int MostWarnDays = 365;

    private static readonly string[] Columns = ["list", "code", "proposes", "warn_days", "meaning"];

    public RiskPolicy Read(string? text)
    {
        var flags = new Dictionary<string, RiskFlag>(StringComparer.Ordinal);
        var markers = new Dictionary<string, MarkerKind>(StringComparer.Ordinal);
        var checks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            var code = CodeOf(row);
            row.Named(Meaning);
            var grade = GradeOf(row);
            var added = row.Text(List) switch
            {
                "flag" => flags.TryAdd(code, new RiskFlag(code, grade)) && Empty(row, WarnDays),
                "marker" => markers.TryAdd(code, new MarkerKind(code, grade, DaysOf(row))),
                "check" => checks.Add(code) && Empty(row, Proposes) && Empty(row, WarnDays),
                var other => Unknown(row, other),
            };
            if (!added)
            {
                row.Problem("duplicate-code", $"{row.Text(List)} '{code}' is there twice");
            }
        }

        return new RiskPolicy(
            flags.ToFrozenDictionary(StringComparer.Ordinal), markers.ToFrozenDictionary(StringComparer.Ordinal), checks.ToFrozenSet(StringComparer.Ordinal));
    }

    private static bool Unknown(CsvRow row, string list)
    {
        row.Problem("unknown-list", $"'list' is '{list}'; it must be flag, marker or check");
        return true;
    }

    private static string CodeOf(CsvRow row)
    {
        var code = row.Text(Code);
        if (code.Length is < 1 or > MostCodeLength || !code.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            row.Problem("code-form", $"'code' is '{code}'; it must be 1 to {MostCodeLength} small letters, digits or '-'");
        }

        return code;
    }

    private static Grade? GradeOf(CsvRow row)
    {
        var text = row.Text(Proposes);
        foreach (var grade in Enum.GetValues<Grade>())
        {
            if (string.Equals(text, grade.Letter(), StringComparison.Ordinal))
            {
                return grade;
            }
        }

        if (text.Length > 0)
        {
            row.Problem("unknown-grade", $"'proposes' is '{text}'; it must be I, S, E, R or nothing");
        }

        return null;
    }

    private static int DaysOf(CsvRow row)
    {
        var text = row.Text(WarnDays);
        if (text.Length == 0)
        {
            return 0;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostWarnDays)
        {
            return days;
        }

        row.Problem("not-days", $"'warn_days' is '{text}'; it must be 1 to {MostWarnDays} or nothing");
        return 0;
    }

    private static bool Empty(CsvRow row, int column)
    {
        if (row.Text(column).Length > 0)
        {
            row.Problem("must-be-empty", $"a {row.Text(List)} has no '{Columns[column]}'");
        }

        return true;
    }
}
