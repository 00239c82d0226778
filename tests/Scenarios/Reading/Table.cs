using System.Globalization;

namespace Despatch.Scenarios.Reading;

/// <summary>The reader's table, as the scripts give it: README.md holds these lines.</summary>
internal static class Table
{
    public const string Head = "| case | what failed | which rule answers it | now after | then |";

    /// <summary>One line a row, without the head.</summary>
    public static IEnumerable<string> Rows(IEnumerable<Script> scripts) =>
        from script in scripts
        from answer in script.Answers
        select $"| {script.Case}: {script.Title} | {answer.Failed} | {answer.Rule} | {Now(answer.Minutes)} | {answer.Then} |";

    private static string Now(double minutes) =>
        minutes == 0 ? "at once" : string.Create(CultureInfo.InvariantCulture, $"{minutes:0.#} min");
}
