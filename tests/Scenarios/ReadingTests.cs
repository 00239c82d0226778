using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Steps;

namespace Despatch.Scenarios;

/// <summary>Scripts are read as they are written down, and a mistake in one is told with its place.</summary>
public sealed class ReadingTests
{
    private const string Head = "Case: 1\nTitle: A case\nTelling: as it was\nStarts: 2026-11-21 02:00\nFailed: Nobody came.\n";

    private const string Rest = "\nTitle: A\nTelling: as it was\nStarts: 2026-11-21 02:00\nFailed: N\n+00:00 expect CAD open";

    [Theory]
    [InlineData("Case: 11" + Rest, "x.txt:1: Case must be 1 to 10")]
    [InlineData("Case: 1\nTitle: A\nTelling: so\nStarts: 2026-11-21 02:00\nFailed: N\n+00:00 expect CAD open", "x.txt:3: Telling must be")]
    [InlineData("Case: 1\nTitle: A\nTelling: as it was\nStarts: today\nFailed: N\n+00:00 expect CAD open", "x.txt:4: Starts must be")]
    [InlineData("Place: HOME 51.4 -0.1 \"x\"" + Rest, "x.txt:6: the header Case is missing")]
    [InlineData(Head + "Case: 2", "x.txt:6: Case is given twice")]
    [InlineData(Head + "Weather: fair", "x.txt:6: no such header: Weather")]
    [InlineData(Head + "Place: home 51.4 -0.1", "x.txt:6: a place is")]
    [InlineData(Head + "Ann takes a call", "x.txt:6: neither a header")]
    [InlineData(Head + "       expect CAD open", "x.txt:6: the first step says when")]
    [InlineData(Head + "+00:05 expect CAD open\n+00:04 expect CAD open", "x.txt:7: time goes back")]
    [InlineData(Head + "+00:05 supervisor Sue tags CAD: \"x\"\n  > failed | rule | then 1 h", "x.txt:7: an answer ('> ...') follows")]
    [InlineData(Head + "+00:05 expect CAD open\n  > failed | rule | then 1 h, counted from +00:06", "x.txt:7: an answer counts from")]
    [InlineData(Head, "x.txt:6: a script says what failed")]
    public void A_mistake_is_told_with_file_line_and_rule(string text, string message)
    {
        var wrong = Assert.Throws<ScriptException>(() => ScriptReader.Read("x.txt", text));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_nobody_understands_is_told_with_what_would_be_understood()
    {
        var script = ScriptReader.Read("x.txt", Head + "+00:00 call-handler Ann dances on CAD");
        var wrong = Assert.Throws<ScriptException>(() => Vocabulary.Find("x.txt", script.Steps[0]));
        Assert.StartsWith("x.txt:6: 'dances on CAD' is no step.", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("tags {cad}: {words:text}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_read_into_who_does_what_and_when()
    {
        var script = ScriptReader.Read("x.txt", Head + """
            Assumed: The night.
            Place: HOME 51.4640 -0.1213 "12 Acre Lane"

            # A remark.
            +00:17:30  call-handler Ann   takes 999 call ONE from +447700900001 at HOME, silent:
                       .. "Nothing is said."
                       expect CAD open
                       > Nobody came | Somebody does | then 3 h, counted from +00:02
            """);

        Assert.Equal(new ScriptPlace(51.464, -0.1213, "12 Acre Lane"), script.Places["HOME"]);
        var (step, expected) = (script.Steps[0], script.Steps[1]);
        Assert.Equal((new TimeSpan(0, 17, 30), "call-handler", "Ann", 10), (step.At, step.Role, step.Who, step.Line));
        Assert.Equal(new Answer("Nobody came", "Somebody does", 15.5, "3 h"), expected.Answer);

        var (_, gaps) = Vocabulary.Find("x.txt", step);
        Assert.Equal(("999", "ONE", "+447700900001"), (gaps["channel"], gaps["call"], gaps["number"]));
        Assert.Equal(("HOME", "Nothing is said."), (gaps["place"], gaps["words"]));
        Assert.True(gaps.ContainsKey("silent"));
        Assert.False(gaps.ContainsKey("abandoned"));
    }

    [Fact]
    public void No_two_phrases_can_be_taken_for_one_another()
    {
        Assert.Equal(Vocabulary.Acts.Count, Vocabulary.Acts.Select(static v => v.Text).Distinct().Count());
        foreach (var script in Library.Scripts)
        {
            Assert.All(
                script.Steps.Where(static s => !s.IsExpectation || Vocabulary.Refused.Match(s.Text) is null),
                step => Assert.NotNull(Vocabulary.Find(script.File, step).Verb));
        }
    }
}
