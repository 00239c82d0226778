using System.Text.Json;
using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>What can be wrong around the host, told in a sentence and an exit code; and the demo.</summary>
public sealed class ProblemTests(London london)
{
    private const int WrongArguments = 1;
    private const int BadSurroundings = 2;

    [Fact]
    public Task A_port_in_use() => FailsAsync(["--listen", $"127.0.0.1:{london.Port}", "--data", Fresh()], $"--listen 127.0.0.1:{london.Port} is in use");

    [Fact]
    public Task A_data_file_that_another_host_holds() =>
        FailsAsync(["--listen", $"127.0.0.1:{Ports.Free()}", "--data", london.DataFile], london.DataFile);

    [Fact]
    public async Task A_data_file_that_is_no_log()
    {
        var file = Fresh();
        await File.WriteAllTextAsync(file, new string('x', 10_000), TestContext.Current.CancellationToken);
        await FailsAsync(["--listen", $"127.0.0.1:{Ports.Free()}", "--data", file], file);
        Assert.Equal(10_000, new FileInfo(file).Length);
    }

    [Fact]
    public Task An_advertised_name_that_nobody_knows() => FailsAsync(
        ["--site", "hendon", "--postgres", "Host=127.0.0.1", "--advertise", "nowhere.invalid"],
        "--advertise: no address is known for nowhere.invalid");

    [Theory]
    [InlineData("--silo-listen", "0.0.0.0:11100")]
    [InlineData("--listen", "[::]:5100")]
    public Task A_silo_that_listens_everywhere_and_advertises_nothing(string option, string endpoint) => FailsAsync(
        ["--site", "hendon", "--postgres", "Host=127.0.0.1", option, endpoint], "say with --advertise", WrongArguments);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("not a name")]
    [InlineData("http://10.0.0.7")]
    public Task An_advertised_address_that_is_none(string address) => FailsAsync(
        ["--site", "hendon", "--postgres", "Host=127.0.0.1", "--advertise", address], "--advertise must be", WrongArguments);

    [Fact]
    public async Task Outside_development_nobody_is_who_they_say()
    {
        await using var host = await HostProcess.ServeAsync(Fresh(), Ports.Free(), "--environment", "Production");
        using var gateway = new Gateway(host.Gateways[0].Address);
        var e = await Assert.ThrowsAsync<RpcException>(() => gateway.UnitAsync("AS101"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task The_demo_sees_every_incident_through()
    {
        await using var demo = HostProcess.Start(
            "demo", "--hours", "0.1", "--speed", "max", "--exit", "--json", "--listen", $"127.0.0.1:{Ports.Free()}");
        Assert.Equal(0, await demo.EndAsync());
        var report = JsonDocument.Parse(Assert.Single(demo.Output)).RootElement;
        var incidents = report.GetProperty("incidents").GetInt64();
        Assert.True(report.GetProperty("contacts").GetInt64() >= incidents && incidents > 0);
        Assert.Equal(incidents, report.GetProperty("closed").GetInt64());
        Assert.Equal(0, report.GetProperty("faults").GetInt64());
        Assert.True(report.GetProperty("assigned").GetInt64() > 0 && report.GetProperty("p99Ms").GetDouble() > 0);
    }

    private static string Fresh() => Path.Combine(Directory.CreateTempSubdirectory("despatch-host-tests-").FullName, "log.db");

    private static async Task FailsAsync(string[] arguments, string words, int code = BadSurroundings)
    {
        await using var host = HostProcess.Start(["serve", .. arguments]);
        Assert.Equal(code, await host.EndAsync());
        var said = string.Join('\n', host.Errors);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }
}
