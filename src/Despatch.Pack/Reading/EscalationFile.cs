using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Pack.Reading;

/// <summary>
/// Reads <c>escalation.csv</c>: one step a line, in the order of its clock. <c>after</c> is minutes since the clock began (<c>2min</c>), a share of
/// the grade's target (<c>50%</c>), or minutes between repeats after the last step (<c>+15min</c>).
/// </summary>
internal sealed class EscalationFile(ImmutableArray<Rung> ladder, PackProblems problems)
{
    public const string File = "escalation.csv";

    private const int GradeLetter = 0;
    private const int ClockName = 1;
    private const int After = 2;
    private const int To = 3;

    private static readonly string[] Columns = ["grade", "clock", "after", "to"];

    private const string Ungraded = "ungraded";

    /// <summary>In place of a grade, for a clock of single items: every grade, and none yet, that has no lines of its own.</summary>
    public const string Any = "any";

    private static readonly FrozenDictionary<string, EscalationClock> Clocks = new Dictionary<string, EscalationClock>(StringComparer.Ordinal)
    {
        ["target"] = EscalationClock.Target,
        ["no-unit"] = EscalationClock.NoUnit,
        ["grading"] = EscalationClock.Grading,
        ["review"] = EscalationClock.Review,
        ["question"] = EscalationClock.Question,
        ["agency"] = EscalationClock.Agency,
        ["promise"] = EscalationClock.Promise,
        ["ring-back"] = EscalationClock.RingBack,
        ["briefing"] = EscalationClock.Briefing,
        ["reassess"] = EscalationClock.Reassess,
        ["pressure"] = EscalationClock.Pressure,
        ["scheme"] = EscalationClock.Scheme,
        ["transfer"] = EscalationClock.Transfer,
        ["command"] = EscalationClock.Command,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What may stand for the grade, by clock, and the grades it stands for.</summary>
    private static readonly FrozenDictionary<EscalationClock, FrozenDictionary<string, ImmutableArray<Grade?>>> Grades =
        Enum.GetValues<EscalationClock>().ToFrozenDictionary(c => c, GradesByName);

    private readonly FrozenDictionary<string, Rung> _rungs = ladder.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    public EscalationPolicy Read(string? text)
    {
        var lines = new List<EscalationLine>();
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            if (LineOf(row) is { } line)
            {
                lines.Add(line);
            }
        }

        var clocks = lines.GroupBy(l => (l.GradeName, l.Clock)).ToDictionary(g => g.Key, g => g.ToList());
        if (text is not null)
        {
            EscalationRules.Check(ladder, clocks, problems);
        }

        return new EscalationPolicy(ladder, RulesOf(clocks));
    }

    private static FrozenDictionary<(Grade? Grade, EscalationClock Clock), ClockRule> RulesOf(
        Dictionary<(string GradeName, EscalationClock Clock), List<EscalationLine>> clocks)
    {
        var rules = new Dictionary<(Grade? Grade, EscalationClock Clock), ClockRule>();
        foreach (var ((name, clock), lines) in clocks.OrderBy(static c => string.Equals(c.Key.GradeName, Any, StringComparison.Ordinal)))
        {
            var rule = RuleOf(lines);
            foreach (var grade in Grades[clock][name])
            {
                rules.TryAdd((grade, clock), rule);
            }
        }

        return rules.ToFrozenDictionary();
    }

    private static ClockRule RuleOf(List<EscalationLine> lines) => new(
        [.. lines.Where(l => !l.Repeats).Select(l => new EscalationStep(l.After, l.To))],
        lines.Find(l => l.Repeats) is { } repeat ? new EscalationRepeat(repeat.After, repeat.To) : null);

    /// <summary>How a grade is written in the file.</summary>
    public static string Spell(Grade? grade) => grade?.Letter() ?? Ungraded;

    /// <summary>How a clock is written in the file.</summary>
    public static string Spell(EscalationClock clock) => Clocks.First(c => c.Value == clock).Key;

    /// <summary>The grades in which a clock may run; null is an incident that has none yet.</summary>
    public static IEnumerable<Grade?> GradesOf(EscalationClock clock) => clock switch
    {
        _ when clock.IsOfItems() => [null, .. Enum.GetValues<Grade>()],
        EscalationClock.Grading => [null],
        EscalationClock.Review => Enum.GetValues<Grade>().Select(g => (Grade?)g),
        _ => Enum.GetValues<Grade>().Where(g => g.Target() is not null).Select(g => (Grade?)g),
    };

    private static FrozenDictionary<string, ImmutableArray<Grade?>> GradesByName(EscalationClock clock)
    {
        var names = GradesOf(clock).ToDictionary(Spell, static g => ImmutableArray.Create(g), StringComparer.Ordinal);
        if (clock.IsOfItems())
        {
            names.Add(Any, [.. GradesOf(clock)]);
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private EscalationLine? LineOf(CsvRow row)
    {
        var known = Known(row, ClockName, Clocks, "unknown-clock", out var clock);
        ImmutableArray<Grade?> grades = [];
        known = known && Known(row, GradeLetter, Grades[clock], "unknown-grade", out grades);
        if (!_rungs.TryGetValue(row.Text(To), out var rung))
        {
            row.Problem("unknown-rung", $"'to' is '{row.Text(To)}', which is not on the ladder ({LadderFile.File})");
        }

        return known && rung is not null && TimeOf(row, grades[0], clock) is { } after
            ? new EscalationLine(row, row.Text(GradeLetter), grades[0], clock, after, row.Text(After)[0] == '+', rung)
            : null;
    }

    private static bool Known<T>(CsvRow row, int column, FrozenDictionary<string, T> known, string rule, out T value)
    {
        if (known.TryGetValue(row.Text(column), out value!))
        {
            return true;
        }

        row.Problem(rule, $"'{Columns[column]}' is '{row.Text(column)}'; it must be one of {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}");
        return false;
    }

    private static TimeSpan? TimeOf(CsvRow row, Grade? grade, EscalationClock clock)
    {
        var text = row.Text(After);
        var target = clock == EscalationClock.Target;
        var (unit, most) = target && !text.StartsWith('+') ? ("%", 100) : ("min", 7 * 24 * 60);
        var digits = text.TrimStart('+');
        if (text.Length - digits.Length <= 1 && digits.EndsWith(unit, StringComparison.Ordinal)
            && int.TryParse(digits.AsSpan(0, digits.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && count <= most)
        {
            return string.Equals(unit, "%", StringComparison.Ordinal) ? grade!.Value.Target()!.Value * count / 100 : TimeSpan.FromMinutes(count);
        }

        var form = target ? "'1%' to '100%' of the target or '+15min'" : "'2min' or '+15min', a week at most";
        row.Problem("not-a-time", $"'after' is '{text}'; for clock {row.Text(ClockName)} it must be like {form}");
        return null;
    }
}

/// <summary>One line that could be read; its grade is the first of those that its name stands for.</summary>
internal sealed record EscalationLine(CsvRow Row, string GradeName, Grade? Grade, EscalationClock Clock, TimeSpan After, bool Repeats, Rung To);
