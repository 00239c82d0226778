using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>One way of putting a step, and what it does.</summary>
internal sealed record Verb(string Text, Func<Doing, Task> Do)
{
    public Phrase Phrase { get; } = new(Text);
}

/// <summary>All that a script can say.</summary>
internal static class Vocabulary
{
    /// <summary>The expectation that the runner itself meets: the step before it is refused, with this code.</summary>
    public static Phrase Refused { get; } = new("refused {code:word}");

    /// <summary>What people do.</summary>
    public static IReadOnlyList<Verb> Acts { get; } =
    [
        .. ContactSteps.All, .. IncidentSteps.All, .. LinkSteps.All, .. ProcedureSteps.All, .. RecordSteps.All, .. RiskSteps.All, .. SupervisionSteps.All,
        .. UnitSteps.All,
    ];

    /// <summary>What the system is expected to show.</summary>
    public static IReadOnlyList<Verb> Expectations { get; } =
    [
        .. AlarmExpectations.All, .. ContactSteps.Expectations, .. LinkSteps.Expectations, .. ProcedureExpectations.All,
        .. RecordExpectations.All, .. RecordSteps.Expectations, .. RiskExpectations.All, .. ScreenExpectations.All,
    ];

    /// <summary>The verb of a step, and what stands in its gaps.</summary>
    /// <exception cref="ScriptException">There is none, or more than one.</exception>
    public static (Verb Verb, IReadOnlyDictionary<string, string> Gaps) Find(string file, ScriptStep step)
    {
        var known = step.IsExpectation ? Expectations : Acts;
        var found = known.Select(verb => (Verb: verb, Gaps: verb.Phrase.Match(step.Text))).Where(static f => f.Gaps is not null).ToList();
        return found switch
        {
            [var (verb, gaps)] => (verb, gaps!),
            [] => throw new ScriptException(
                file, step.Line, $"'{step.Text}' is no {(step.IsExpectation ? "expectation" : "step")}. There are:\n{List(known)}"),
            _ => throw new ScriptException(file, step.Line, $"'{step.Text}' can be read as:\n{List(found.Select(static f => f.Verb))}"),
        };
    }

    private static string List(IEnumerable<Verb> verbs) => string.Join('\n', verbs.Select(static v => v.Text));
}
