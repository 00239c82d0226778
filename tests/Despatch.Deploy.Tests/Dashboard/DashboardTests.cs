using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Despatch.Deploy.Tests.Support;

namespace Despatch.Deploy.Tests.Dashboard;

/// <summary>The dashboard asks for what the program measures, and for all of it.</summary>
public sealed partial class DashboardTests
{
    private const int Columns = 24;

    /// <summary>What Prometheus itself puts on a series: the silo's name (service.instance.id) and the job.</summary>
    private static readonly string[] Everywhere = ["instance", "job"];

    private readonly JsonNode _dashboard = JsonNode.Parse(Repository.Read("deploy/grafana/despatch.json"))!;
    private readonly ProgramSeries _program = ProgramSeries.Read();

    private IEnumerable<JsonNode> Panels => _dashboard["panels"]!.AsArray().Select(panel => panel!);

    private IEnumerable<string> Questions =>
        Panels.SelectMany(panel => panel["targets"]!.AsArray().Select(target => target!["expr"]!.GetValue<string>()))
            .Concat(_dashboard["templating"]!["list"]!.AsArray().Select(variable => variable!["definition"]?.GetValue<string>()).OfType<string>());

    [Fact]
    public void Every_series_it_asks_for_is_one_of_the_programs_and_has_the_labels_it_is_split_by()
    {
        Assert.NotEmpty(Questions);
        foreach (var question in Questions)
        {
            var names = Names(question);
            Assert.True(names.Count > 0, $"Nothing of the program is asked for by {question}");
            Assert.All(names, name => Assert.True(_program.Labels.ContainsKey(name), $"{name} is not measured: {question}"));
            Assert.All(
                LabelsIn(question),
                label => Assert.All(names, name => Assert.True(
                    Everywhere.Contains(label, StringComparer.Ordinal) || _program.Labels[name].Contains(label),
                    $"{name} has no label {label}: {question}")));
        }
    }

    [Fact]
    public void Everything_the_program_measures_is_on_it()
    {
        var shown = Questions.SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(_program.Instruments);
        Assert.All(_program.Instruments, instrument => Assert.Contains(
            shown, name => name.StartsWith(instrument.Replace('.', '_'), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_alarms_that_are_recommended_ask_for_what_is_measured()
    {
        var alarms = Repository.Read("deploy/README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var names = alarms.SelectMany(Names).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, _program.Labels.Keys));
    }

    [Fact]
    public void Every_panel_says_what_it_shows_and_lies_beside_the_others()
    {
        Assert.Equal(Panels.Count(), Panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in Panels)
        {
            Assert.False(string.IsNullOrWhiteSpace(panel["title"]!.GetValue<string>()));
            Assert.False(string.IsNullOrWhiteSpace(panel["description"]!.GetValue<string>()));
            Assert.Equal("${datasource}", panel["datasource"]!["uid"]!.GetValue<string>());
            var at = panel["gridPos"]!;
            var (x, y, w, h) = (Number(at, "x"), Number(at, "y"), Number(at, "w"), Number(at, "h"));
            Assert.InRange(x + w, 1, Columns);
            Assert.All(
                from column in Enumerable.Range(x, w) from line in Enumerable.Range(y, h) select (column, line),
                place => Assert.True(taken.Add(place), $"Two panels lie at {place}."));
        }
    }

    [Fact]
    public void What_the_silos_send_reaches_Prometheus()
    {
        var collector = Yaml.Read("deploy/observe/collector.yaml");
        var offered = collector.Text("exporters", "prometheus", "endpoint").Split(':')[1];
        var job = Yaml.Read("deploy/observe/prometheus.yaml").At("scrape_configs")[0]!;
        Assert.Equal([$"collector:{offered}"], job.At("static_configs")[0]!.Texts("targets"));

        // Else every series would say that it is the collector's.
        Assert.Equal("true", job.Text("honor_labels"));
        Assert.EndsWith(":4317", collector.Text("receivers", "otlp", "protocols", "grpc", "endpoint"), StringComparison.Ordinal);
        Assert.Contains("prometheus", collector.Texts("service", "pipelines", "metrics", "exporters"));
    }

    private static IReadOnlyList<string> Names(string question) => [.. Series().Matches(question).Select(match => match.Value)];

    private static IEnumerable<string> LabelsIn(string question) =>
        Grouping().Matches(question).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
            .Concat(Matcher().Matches(question).Select(match => match.Groups["label"].Value));

    private static int Number(JsonNode at, string name) => at[name]!.GetValue<int>();

    [GeneratedRegex(@"\bdespatch_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Series();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!~|!=|=)\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Matcher();
}
