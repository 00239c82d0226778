using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Despatch.LoadTests;

/// <summary>
/// What the tool says: progress and troubles on standard error; a table, unless only JSON is wanted, and one JSON object as the last
/// line on standard output.
/// </summary>
internal sealed class Output(bool jsonOnly)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly IAnsiConsole _errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>For a person, now.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>The first of what went wrong, and how many more there are.</summary>
    public static void Notes(IEnumerable<string> troubles, int shown)
    {
        var all = troubles.ToArray();
        foreach (var trouble in all.Take(shown))
        {
            Note(trouble);
        }

        if (all.Length > shown)
        {
            Note($"... and {all.Length - shown} more");
        }
    }

    /// <summary>Nothing could be run: the sentence, and an object that holds it.</summary>
    public static void Failure(string text)
    {
        Note(text);
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Error = text }, Json));
    }

    /// <summary>Shows a bar while something runs that counts from 0 to a total.</summary>
    public async Task FollowAsync(string what, long total, Func<(long Done, string Text)> look, Task work, TimeProvider time)
    {
        await _errors.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(what, maxValue: Math.Max(1, total));
                while (!work.IsCompleted)
                {
                    await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), time));
                    var (done, text) = look();
                    bar.Value = done;
                    bar.Description = Markup.Escape($"{what} {text}");
                }
            });
        await work;
    }

    /// <summary>The result: a table of it for people, then the object.</summary>
    public void Result<T>(string title, IEnumerable<(string Name, string Value)> rows, T result)
    {
        if (!jsonOnly)
        {
            var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded };
            table.AddColumn("figure");
            table.AddColumn(new TableColumn("value").RightAligned());
            foreach (var (name, value) in rows)
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(value));
            }

            AnsiConsole.Write(table);
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(result, Json));
    }

    /// <summary>A number for people.</summary>
    public static string Say(double number) => number.ToString(number < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Rounds for JSON.</summary>
    public static double Round(double number) => Math.Round(number, 2);
}
