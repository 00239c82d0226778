using System.Collections.Frozen;
using Despatch.Domain.Linking;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>linking.csv</c>: what makes two incidents candidates for a link, one rule a line. Every rule must be there once.</summary>
internal sealed class LinkingFile(PackProblems problems)
{
    public const string File = "linking.csv";

    private const int Rule = 0;
    private const int Value = 1;
    private const string Weight = "weight-";

    private static readonly string[] Columns = ["rule", "value"];

    /// <summary>The most that each may be; the least is 0, exclusive, and for what is counted 1.</summary>
    private static readonly FrozenDictionary<string, double> Limits = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        // Above it the tags of the log would not reach (LinkTags).
        ["near-metres"] = LinkTags.CellMetres,
        ["near-minutes"] = 720,
        ["same-place-metres"] = 5_000,
        ["offered-at-most"] = 50,
        ["offered-from"] = 1,
        ["looked-up-at-most"] = 500,
        ["compared-at-most"] = 500,
        ["shared-from-people"] = 100,
        ["rare-up-to-people"] = 100,
        ["neighbourhood-metres"] = 20_000,
    }.Concat(Enum.GetValues<LinkEvidence>().Select(static e => KeyValuePair.Create(Weight + Spell(e), 1.0)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Counted =
        FrozenSet.ToFrozenSet(["offered-at-most", "looked-up-at-most", "compared-at-most", "shared-from-people", "rare-up-to-people"], StringComparer.Ordinal);

    /// <summary>The policy; null when a rule is broken or missing.</summary>
    public LinkPolicy? Read(string? text)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            Read(row, values);
        }

        var missing = Limits.Keys.Where(rule => !values.ContainsKey(rule)).Order(StringComparer.Ordinal).ToList();
        if (text is not null && missing.Count > 0)
        {
            problems.Add(File, "rule-missing", $"there is no line for {string.Join(", ", missing)}");
        }

        return missing.Count > 0 ? null : PolicyOf(values);
    }

    private static void Read(CsvRow row, Dictionary<string, double> values)
    {
        var rule = row.Text(Rule);
        if (!Limits.TryGetValue(rule, out var most))
        {
            row.Problem("unknown-rule", $"'rule' is '{rule}'; it must be one of {string.Join(", ", Limits.Keys.Order(StringComparer.Ordinal))}");
            return;
        }

        if ((Counted.Contains(rule) ? row.Count(Value) : row.Number(Value)) is not { } value)
        {
            // Told already; it is not missing besides.
            values.TryAdd(rule, most);
            return;
        }

        if (value <= 0 || value > most)
        {
            row.Problem("out-of-range", FormattableString.Invariant($"'value' of {rule} is {value}; it must be above 0 and {most} at most"));
        }

        if (!values.TryAdd(rule, value))
        {
            row.Problem("duplicate-rule", $"rule '{rule}' is there twice");
        }
    }

    private static LinkPolicy PolicyOf(Dictionary<string, double> values) => new(
        NearMetres: values["near-metres"],
        NearWithin: TimeSpan.FromMinutes(values["near-minutes"]),
        SamePlaceMetres: values["same-place-metres"],
        Offered: (int)values["offered-at-most"],
        Least: values["offered-from"],
        LookedUp: (int)values["looked-up-at-most"],
        Compared: (int)values["compared-at-most"],
        SharedFrom: (int)values["shared-from-people"],
        RareUpTo: (int)values["rare-up-to-people"],
        NeighbourhoodMetres: values["neighbourhood-metres"],
        Weights: Enum.GetValues<LinkEvidence>().ToFrozenDictionary(static e => e, e => values[Weight + Spell(e)]));

    private static string Spell(LinkEvidence evidence) =>
        string.Concat(evidence.ToString().Select(static (c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
