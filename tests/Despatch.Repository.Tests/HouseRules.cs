using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Despatch.RepositoryTests;

public partial class HouseRules
{
    // About 300: a file a few lines over is still one idea.
    private const int MaxFileLines = 310;
    private const int MaxPolyfillLines = 5_000;

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Despatch.Domain"] = [],
        ["Despatch.EventLog"] = ["Despatch.Domain"],
        ["Despatch.EventLog.Sqlite"] = ["Despatch.EventLog"],
        ["Despatch.EventLog.Postgres"] = ["Despatch.EventLog"],
        ["Despatch.LocalCluster"] = [],
        ["Despatch.Geography"] = ["Despatch.Domain"],
        ["Despatch.Pack"] = ["Despatch.Domain", "Despatch.Geography"],
        ["Despatch.Board"] = ["Despatch.EventLog", "Despatch.Geography"],
        ["Despatch.Grains.Abstractions"] = ["Despatch.Domain"],
        ["Despatch.Grains"] = ["Despatch.Grains.Abstractions", "Despatch.Board"],
        ["Despatch.Protocol"] = [],
        ["Despatch.Gateway"] = ["Despatch.Protocol", "Despatch.Grains.Abstractions", "Despatch.Board", "Despatch.Pack"],
        ["Despatch.Exercise"] = ["Despatch.Protocol", "Despatch.Pack"],
        ["Despatch.Host"] = ["Despatch.Gateway", "Despatch.Grains", "Despatch.EventLog.Sqlite", "Despatch.EventLog.Postgres", "Despatch.Exercise", "Despatch.LocalCluster"],
    };

    [Fact]
    public void No_file_is_longer_than_one_idea()
    {
        var long_ = Code("src", "tests", "loadtests")
            .Select(path => (path, Lines: Tree.Lines(path).Length))
            .Where(file => file.Lines > MaxFileLines)
            .Select(file => $"{file.path}: {file.Lines} lines");
        Assert.Empty(long_);
    }

    [Fact]
    public void TimeProvider_is_the_only_clock()
    {
        Assert.Empty(Hits(OtherClock(), Code("src", "loadtests")));
    }

    [Fact]
    public void No_test_waits_by_the_clock()
    {
        Assert.Empty(Hits(Sleep(), Code("tests")));
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        Assert.Empty(Hits(Unfinished(), Code("src", "tests", "loadtests")));
    }

    [Fact]
    public void The_domain_takes_no_package_and_refers_to_nothing()
    {
        var project = XDocument.Load(Path.Combine(Tree.Root, "src/Despatch.Domain/Despatch.Domain.csproj"));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("ProjectReference"));
    }

    [Fact]
    public void References_run_one_way()
    {
        var wrong = new List<string>();
        foreach (var path in Tree.Files("src", "*.csproj").Where(p => !p.Contains("/Polyfills/", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var allowed = Allowed.GetValueOrDefault(name);
            Assert.True(allowed is not null, $"{name} is not in the list of who may refer to whom: add it there, with thought.");
            wrong.AddRange(XDocument.Load(Path.Combine(Tree.Root, path))
                .Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Where(reference => !allowed.Contains(reference, StringComparer.Ordinal))
                .Select(reference => $"{name} refers to {reference}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void NetTopologySuite_is_used_by_the_geography_only()
    {
        var others = Tree.Files("src", "*.csproj")
            .Where(path => !path.StartsWith("src/Despatch.Geography/", StringComparison.Ordinal))
            .Where(path => Tree.Lines(path).Any(line => line.Contains("NetTopologySuite", StringComparison.Ordinal)));
        Assert.Empty(others);
    }

    [Fact]
    public void The_polyfills_stay_small()
    {
        var lines = Tree.Files("src/Polyfills", "*.cs").Sum(path => Tree.Lines(path).Count(IsCode));
        Assert.InRange(lines, 1, MaxPolyfillLines);

        // Blank lines, comments, usings and lone braces are not what is to be kept small.
        static bool IsCode(string line)
        {
            var text = line.Trim();
            return text.Any(char.IsLetterOrDigit)
                && !text.StartsWith("//", StringComparison.Ordinal)
                && !text.StartsWith("using ", StringComparison.Ordinal)
                && !text.StartsWith("namespace ", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_two_builds_have_no_conditional_code()
    {
        Assert.Empty(Hits(Conditional(), Code("src", "tests", "loadtests")));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = string.Join('\n', Tree.Lines("Cluster.sln")).Replace('\\', '/');
        var missing = new[] { "src", "tests", "loadtests" }
            .SelectMany(folder => Tree.Files(folder, "*.csproj"))
            .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_log_line_of_the_product_has_an_event_id_of_its_own()
    {
        var attributes = Tree.Files("src", "*.cs")
            .SelectMany(path => Tree.Lines(path).Where(line => line.Contains("[LoggerMessage(", StringComparison.Ordinal)))
            .Select(line => EventId().Match(line).Groups["id"].Value)
            .ToList();
        Assert.NotEmpty(attributes);
        Assert.All(attributes, id => Assert.True(id.Length > 0, "An event id is missing."));
        Assert.Empty(attributes.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));

        // A line logged without one cannot be told apart. The polyfills stand for packages with ids of their own.
        Assert.Empty(Hits(PlainLog(), Code("src").Where(path => !path.StartsWith("src/Polyfills/", StringComparison.Ordinal))));
    }

    private static IEnumerable<string> Code(params string[] folders) =>
        folders.SelectMany(folder => Tree.Files(folder, "*.cs"))
            .Where(path => !path.StartsWith("tests/Despatch.Repository.Tests/", StringComparison.Ordinal));

    private static IEnumerable<string> Hits(Regex pattern, IEnumerable<string> files) =>
        from path in files
        from line in Tree.Lines(path).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{path}:{line.Number}: {line.Text.Trim()}";

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\.|Environment\.TickCount", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherClock();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!.*, (clock|time)\))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleep();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b|\[Fact\(Skip|\[Theory\(Skip", RegexOptions.None, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*#(if|region|else)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\bEventId = (?<id>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventId();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainLog();
}
