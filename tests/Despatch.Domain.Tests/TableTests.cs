using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests;

/// <summary>Runs every case of every table; a line that does not hold is told by file and number.</summary>
public sealed class TableTests
{
    private static readonly string[] Files =
    [
        "contacts.txt", "contacts-care.txt", "callers.txt", "incidents-opening.txt", "incidents-grading.txt", "incidents-ending.txt",
        "assignments.txt", "diverts.txt", "ring-fence.txt", "units.txt", "escalation.txt", "links.txt",
        "missing-persons.txt", "procedures.txt", "closing.txt", "risk.txt", "markers.txt", "command.txt",
    ];

    public static IEnumerable<TheoryDataRow<string, int, string>> Cases() =>
        Files.SelectMany(file => TableLine.Of(file).Where(line => line.Verb == "case").Select(line => (file, line)))
            .Select(static x => new TheoryDataRow<string, int, string>(x.file, x.line.Number, x.line.Rest));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_of_the_tables_holds(string file, int line, string title)
    {
        var lines = TableLine.Of(file).SkipWhile(l => l.Number <= line).TakeWhile(l => l.Verb != "case").ToArray();
        Assert.True(lines.Any(l => l.Verb == "when"), $"{file}:{line}: '{title}' asks for nothing.");
        TableCase.Run(lines);
    }

    [Fact]
    public void No_line_stands_before_the_first_case() =>
        Assert.All(Files, static file => Assert.Equal("case", TableLine.Of(file).First().Verb));

    [Fact]
    public void A_line_that_fails_names_its_file_and_number()
    {
        TableLine[] lines =
        [
            new("made-up.txt", 7, "given cad1: incident-opened"),
            new("made-up.txt", 8, "when despatcher cad1: close-incident"),
            new("made-up.txt", 9, "then cad1: incident-closed"),
        ];
        var failure = Assert.ThrowsAny<Exception>(() => TableCase.Run(lines));
        Assert.Contains("made-up.txt:9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not-resulted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_that_no_line_names_fails_the_case()
    {
        TableLine[] lines =
        [
            new("made-up.txt", 3, "when callhandler cad1: open-incident grade=I"),
            new("made-up.txt", 4, "then cad1: incident-opened"),
        ];
        var failure = Assert.ThrowsAny<Exception>(() => TableCase.Run(lines));
        Assert.Contains("made-up.txt:3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("IncidentGraded", failure.Message, StringComparison.Ordinal);
    }
}
