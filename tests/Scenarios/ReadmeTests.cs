using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Steps;

namespace Despatch.Scenarios;

/// <summary>README.md says what the scripts say.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md"));

    [Fact]
    public void Every_case_is_told_as_it_was_and_as_it_should_be()
    {
        var told = Library.Scripts.Select(static s => (s.Case, s.AsItWas)).ToList();
        Assert.Equal(told.Distinct(), told);
        Assert.Equal([.. Enumerable.Range(1, 10).SelectMany(static n => new[] { (n, true), (n, false) })], told);
        Assert.All(Library.Scripts, static script => Assert.NotEmpty(script.Assumed));
        Assert.All(Library.Scripts.Where(static s => s.AsItWas), static script => Assert.NotEmpty(script.Answers));
    }

    [Fact]
    public void The_table_for_readers_has_the_figures_of_the_scripts()
    {
        var rows = Table.Rows(Library.Scripts).ToList();
        var inReadme = Readme.SkipWhile(static l => l != Table.Head).Skip(2).TakeWhile(static l => l.StartsWith('|')).ToList();
        var table = $"{Table.Head}\n| --- | --- | --- | --- | --- |\n{string.Join('\n', rows)}";
        Assert.True(rows.SequenceEqual(inReadme), $"The scripts give this table:\n{table}");
    }

    [Fact]
    public void Every_phrase_is_listed()
    {
        var phrases = Vocabulary.Acts.Select(static v => v.Text)
            .Concat(Vocabulary.Expectations.Select(static v => $"expect {v.Text}"))
            .Append($"expect {Vocabulary.Refused.Text}")
            .ToList();
        var listed = Readme.SkipWhile(static l => l != "```phrases").Skip(1).TakeWhile(static l => l != "```").ToList();
        Assert.True(phrases.SequenceEqual(listed), $"The phrases are:\n{string.Join('\n', phrases)}");
    }
}
