using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>What a collector is told of a host that was started with <c>--otlp</c>.</summary>
public sealed class TelemetryTests
{
    private const int BadSurroundings = 2;

    private static readonly string[] Measured =
    [
        "despatch.commands", "despatch.grains", "despatch.append.batch", "despatch.append.duration", "despatch.board.lag", "despatch.board.age",
        "despatch.escalation.clocks", "despatch.fixes",
    ];

    // Read by the exporter in the host; a minute is its default.
    static TelemetryTests() => Environment.SetEnvironmentVariable("OTEL_METRIC_EXPORT_INTERVAL", "250");

    [Fact]
    public async Task The_spans_of_one_command_and_the_metrics_arrive()
    {
        var folder = Directory.CreateTempSubdirectory("despatch-host-tests-");
        var port = Ports.Free();
        await using var collector = await Collector.StartAsync(port);
        await using var host = await HostProcess.ServeAsync(
            Path.Combine(folder.FullName, "log.db"), Ports.Free(), "--environment", "Development", "--otlp", $"http://127.0.0.1:{port}");
        using var lambeth = new Gateway(host.Gateways[0].Address);
        using var hendon = new Gateway(host.Gateways[1].Address);
        await lambeth.BookOnAsync("AS101");
        var cad = await lambeth.OpenAsync("AS");
        const string trace = "5f0d1cc1a28f4b7e9f62d7f6a4a1b1a5";
        const string caller = "00f067aa0ba902b7";
        await AssignAsync(hendon, cad, "AS101", $"00-{trace}-{caller}-01");
        using (var mdt = await MdtStream.BeginAsync(hendon, 0, "AS101"))
        {
            await mdt.FixAsync(1, "AS101", -0.11, 51.47);
        }

        await collector.UntilAsync(c => Measured.All(name => c.Metrics.Contains(name)));
        Assert.Equal(0, await host.StopAsync());
        Assert.DoesNotContain(host.Errors, IsFault);

        // All that is left was sent on the way out.
        var spans = collector.Spans.Where(s => s.Trace == trace).ToList();
        var show = spans.First(s => s.Name is "show");
        Assert.Equal(
            ["show", "append", "decide AssignUnit", "IIncidentGrain/Execute", "despatch.v1.Incidents/Assign"], Way(spans, show).Distinct());
        Assert.Equal(caller, Assert.Single(spans, s => s.Name is "despatch.v1.Incidents/Assign").Parent);
        Assert.Equal("append", Way(spans, Assert.Single(spans, s => s.Name is "commit"))[1]);
        Assert.DoesNotContain(collector.Spans, s => s.Name.Contains("TakeFixes", StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:4317")]
    [InlineData("ftp://127.0.0.1:4317")]
    public async Task An_address_that_is_none_is_one_sentence_and_an_exit_code(string address)
    {
        await using var host = HostProcess.Start("serve", "--otlp", address, "--listen", $"127.0.0.1:{Ports.Free()}", "--data", "never-made.db");
        Assert.Equal(BadSurroundings, await host.EndAsync());
        Assert.StartsWith("--otlp", Assert.Single(host.Errors), StringComparison.Ordinal);
        Assert.False(File.Exists("never-made.db"));
    }

    [Fact]
    public async Task A_collector_that_is_away_is_no_trouble_to_anybody()
    {
        var folder = Directory.CreateTempSubdirectory("despatch-host-tests-");
        await using var host = await HostProcess.ServeAsync(
            Path.Combine(folder.FullName, "log.db"), Ports.Free(), "--environment", "Development", "--otlp", $"http://127.0.0.1:{Ports.Free()}");
        using var lambeth = new Gateway(host.Gateways[0].Address);
        Assert.NotEmpty(await lambeth.OpenAsync("AS"));
        Assert.Equal(0, await host.StopAsync());
        Assert.DoesNotContain(host.Errors, IsFault);
        folder.Delete(recursive: true);
    }

    private static async Task AssignAsync(Gateway gateway, string cad, string callsign, string traceparent)
    {
        var headers = new Metadata { { "x-operator", "DES1" }, { "x-role", "despatcher" }, { "traceparent", traceparent } };
        await gateway.Incidents.AssignAsync(
            new V1.AssignRequest { Command = Gateway.Command(), Cad = cad, Callsign = callsign },
            new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>Upstream warns when a busy machine was slow to start it.</summary>
    private static bool IsFault(string line) =>
        line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal);

    /// <summary>The names of a span and of all it hangs below, from the inside out.</summary>
    private static List<string> Way(List<CollectedSpan> spans, CollectedSpan? from)
    {
        var names = new List<string>();
        for (var span = from; span is not null; span = spans.Find(other => other.Id == span.Parent))
        {
            names.Add(span.Name);
        }

        return names;
    }
}
