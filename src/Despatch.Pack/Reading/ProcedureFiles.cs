using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;

namespace Despatch.Pack.Reading;

/// <summary>
/// Reads <c>agencies.csv</c>, <c>supervised.csv</c> and <c>procedures.csv</c>: one thing that a procedure asks a line, with the opening codes
/// that it is asked under, and the words on which it is asked if it is not asked at once.
/// </summary>
internal sealed class ProcedureFiles(ForceFile force, RiskPolicy risk, PackProblems problems)
{
    public const string AgenciesFile = "agencies.csv";
    public const string SupervisedFile = "supervised.csv";
    public const string File = "procedures.csv";

    private const int Codes = 0;
    private const int Kind = 1;
    private const int Item = 2;
    private const int To = 3;
    private const int Words = 4;
    private const int When = 5;
    private const int Risks = 3;

    private static readonly string[] Columns = ["codes", "kind", "item", "to", "words", "when"];

    // A crew answers over the radio to a despatcher, and the system answers nothing.
    private static readonly FrozenDictionary<string, Role> Roles =
        Enum.GetValues<Role>().Where(r => r is not (Role.ProfessionalStandards or Role.Crew or Role.System)).ToFrozenDictionary(r => r.ToString(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Skill> Skills =
        Enum.GetValues<Skill>().ToFrozenDictionary(s => s.ToString(), StringComparer.Ordinal);

    private readonly FrozenSet<string> _codes = force.OpeningCodes.Select(c => c.Code).ToFrozenSet(StringComparer.Ordinal);
    private readonly Dictionary<string, Procedure> _procedures = new(StringComparer.Ordinal);
    private FrozenSet<string> _agencies = [];

    public ProcedureBook Read(string? agenciesText, string? supervisedText, string? proceduresText)
    {
        var agencies = Agencies(agenciesText);
        var types = SupervisedTypes(supervisedText);
        _agencies = agencies.Select(a => a.Key).ToFrozenSet(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(File, proceduresText, Columns, problems))
        {
            Add(row);
        }

        foreach (var type in types)
        {
            foreach (var code in type.Codes)
            {
                var procedure = Of(code);
                _procedures[code] = procedure with { Supervised = procedure.Supervised.Add(type.Key) };
            }
        }

        return new ProcedureBook([.. _procedures.Values], agencies, types);
    }

    private ImmutableArray<Agency> Agencies(string? text)
    {
        var agencies = new Dictionary<string, Agency>(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(AgenciesFile, text, ["agency", "name"], problems))
        {
            if (KeyOf(row, 0) is { } key && row.Named(1) is { } name && !agencies.TryAdd(key, new Agency(key, name)))
            {
                row.Problem("duplicate-agency", $"agency '{key}' is there already");
            }
        }

        return [.. agencies.Values];
    }

    private ImmutableArray<SupervisedType> SupervisedTypes(string? text)
    {
        var types = new Dictionary<string, SupervisedType>(StringComparer.Ordinal);
        foreach (var row in CsvFile.Read(SupervisedFile, text, ["type", "name", "codes", "risks"], problems))
        {
            if (KeyOf(row, 0) is { } key && row.Named(1) is { } name && CodesOf(row, 2) is { } codes && RisksOf(row) is { } risks
                && !types.TryAdd(key, new SupervisedType(key, name, codes, risks)))
            {
                row.Problem("duplicate-type", $"supervised type '{key}' is there already");
            }
        }

        return [.. types.Values];
    }

    private void Add(CsvRow row)
    {
        var codes = CodesOf(row, Codes);
        if (codes is { IsEmpty: true })
        {
            row.Problem("field-empty", "'codes' must name an opening code at least");
        }

        if (codes is not { IsEmpty: false } || WordsOf(row) is not { } when || AdderOf(row, when) is not { } add)
        {
            return;
        }

        foreach (var code in codes.Value)
        {
            if (add(Of(code)) is { } added)
            {
                _procedures[code] = added;
            }
            else
            {
                row.Problem("duplicate-item", $"code {code} has {row.Text(Kind)} '{row.Text(Item)}' already");
            }
        }
    }

    /// <summary>What a line adds to a procedure; the function gives null for one that has it already.</summary>
    private Func<Procedure, Procedure?>? AdderOf(CsvRow row, ImmutableArray<string> when)
    {
        switch (row.Text(Kind))
        {
            case "question" or "check":
                var isCheck = string.Equals(row.Text(Kind), "check", StringComparison.Ordinal);
                return RoleOf(row) is { } to && KeyOf(row, Item) is { } id && row.Named(Words) is { } asked
                    ? p => p.Questions.Any(q => Same(q.Id, id)) ? null : p with { Questions = p.Questions.Add(new(id, to, asked, isCheck, when)) }
                    : null;
            case "agency":
                return AgencyOf(row) is { } agency && row.Named(Words) is { } told
                    ? p => p.Requests.Any(r => Same(r.Agency, agency)) ? null : p with { Requests = p.Requests.Add(new(agency, told, when)) }
                    : null;
            case "skill":
                return SkillOf(row) is { } skill
                    ? p => p.Skills.Any(s => s.Skill == skill) ? null : p with { Skills = p.Skills.Add(new(skill, when)) }
                    : null;
            case "outcome":
                return OutcomeOf(row, when) is { } outcome
                    ? p => p.Outcomes.Any(o => Same(o.Id, outcome.Id)) ? null : p with { Outcomes = p.Outcomes.Add(outcome) }
                    : null;
            default:
                row.Problem("unknown-kind", $"'kind' is '{row.Text(Kind)}'; it must be one of agency, check, outcome, question, skill");
                return null;
        }
    }

    private Procedure Of(string code) => _procedures.GetValueOrDefault(code, Procedure.None with { Code = code });

    private ImmutableArray<string>? CodesOf(CsvRow row, int column)
    {
        var codes = row.Text(column).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unknown = codes.Where(c => !_codes.Contains(c)).ToList();
        if (unknown.Count == 0)
        {
            return [.. codes.Distinct(StringComparer.Ordinal)];
        }

        row.Problem("unknown-code", $"'{string.Join(' ', unknown)}' is not an opening code of the force ({ForceFile.File})");
        return null;
    }

    private ImmutableArray<string>? RisksOf(CsvRow row)
    {
        var risks = row.Text(Risks).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unknown = risks.Where(r => !risk.Flags.ContainsKey(r) && !risk.Markers.ContainsKey(r)).ToList();
        if (unknown.Count == 0)
        {
            return [.. risks.Distinct(StringComparer.Ordinal)];
        }

        row.Problem("unknown-risk", $"'{string.Join(' ', unknown)}' is neither a flag nor a kind of marker ({RiskFile.File})");
        return null;
    }

    private static ImmutableArray<string>? WordsOf(CsvRow row)
    {
        var words = row.Text(When).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bad = words.Where(w => !w.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))).ToList();
        if (bad.Count == 0)
        {
            return [.. words.Distinct(StringComparer.Ordinal)];
        }

        row.Problem("not-a-word", $"'when' has '{string.Join(' ', bad)}'; its words are of small letters and digits");
        return null;
    }

    private static string? KeyOf(CsvRow row, int column)
    {
        if (row.Named(column) is not { } key)
        {
            return null;
        }

        // It becomes a part of ids on the log.
        if (key.Length <= 40 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return key;
        }

        row.Problem("not-a-key", $"'{key}' must be of small letters, digits and hyphens, 40 at most");
        return null;
    }

    private static Role? RoleOf(CsvRow row)
    {
        if (Roles.TryGetValue(row.Text(To), out var role))
        {
            return role;
        }

        row.Problem("unknown-role", $"'to' is '{row.Text(To)}'; it must be one of {string.Join(", ", Roles.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private string? AgencyOf(CsvRow row)
    {
        if (_agencies.Contains(row.Text(Item)))
        {
            return row.Text(Item);
        }

        row.Problem("unknown-agency", $"'{row.Text(Item)}' is not one of the agencies ({AgenciesFile})");
        return null;
    }

    private static Skill? SkillOf(CsvRow row)
    {
        if (Skills.TryGetValue(row.Text(Item), out var skill))
        {
            return skill;
        }

        row.Problem("unknown-skill", $"'{row.Text(Item)}' is not of {string.Join(", ", Skills.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private static ProcedureOutcome? OutcomeOf(CsvRow row, ImmutableArray<string> when)
    {
        if (!when.IsEmpty)
        {
            row.Problem("outcome-when", "an outcome is wanted from the beginning: 'when' must be empty");
            return null;
        }

        return KeyOf(row, Item) is { } id && row.Named(Words) is { } words ? new ProcedureOutcome(id, words) : null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
