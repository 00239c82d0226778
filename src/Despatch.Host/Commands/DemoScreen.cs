using System.Globalization;
using Despatch.Exercise;
using Spectre.Console;

namespace Despatch.Host.Commands;

/// <summary>What the demo shows a person: where it serves, a line of progress now and then, a table at the end.</summary>
internal sealed class DemoScreen(bool quiet) : IProgress<ExerciseProgress>
{
    /// <summary>A line every few reports is read; one every second scrolls away.</summary>
    private const int LineEvery = 5;

    private readonly TextWriter _out = quiet ? Console.Error : Console.Out;

    private int _reports;

    public void Serving(IReadOnlyList<(string Site, Uri Address)> gateways)
    {
        foreach (var (site, address) in gateways)
        {
            _out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{site,-8} {address}"));
        }
    }

    /// <inheritdoc/>
    public void Report(ExerciseProgress value)
    {
        if (_reports++ % LineEvery == 0)
        {
            _out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Clock:hh\\:mm\\:ss}  {value.Units} units  {value.Contacts} contacts  {value.Incidents} incidents  "
                + $"{value.Assigned} assigned  {value.Closed} closed  {value.Refused} refused  p99 {value.P99.TotalMilliseconds:0.0} ms"));
        }
    }

    public void Over(ExerciseReport report)
    {
        var table = new Table().AddColumn("the exercise").AddColumn(new TableColumn("count").RightAligned());
        Row("contacts recorded", report.Contacts);
        Row("incidents opened", report.Incidents);
        Row("units assigned", report.Assigned);
        Row("  of them diverted", report.Diverted);
        Row("units stood down", report.StoodDown);
        Row("incidents closed", report.Closed);
        Row("incidents still open", report.Open);
        Row("commands done", report.Commands);
        Row("commands refused by a rule", report.Refused);
        Row("calls failed", report.Faults);
        foreach (var (rule, count) in report.Refusals)
        {
            Row("  " + rule, count);
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) }).Write(table);
        _out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Commands / report.Seconds:0} durable commands a second, half within {report.P50Ms:0.0} ms, 99 % within {report.P99Ms:0.0} ms"));

        void Row(string what, long count) => table.AddRow(Markup.Escape(what), count.ToString("N0", CultureInfo.InvariantCulture));
    }
}
