using System.Text.Json;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Host.Tests;

/// <summary>What an engineer sees of a running cluster.</summary>
public sealed class StatusTests(London london)
{
    private const int NoGateway = 2;

    [Fact]
    public async Task Sites_silos_boards_and_grains_of_a_running_cluster()
    {
        var cad = await london.Bow.OpenAsync("EA");
        await london.Bow.HistoryAsync(cad);

        await using var status = HostProcess.Start("status", "--gateway", $"http://127.0.0.1:{london.Port + 1}", "--json");
        Assert.Equal(0, await status.EndAsync());
        Assert.Empty(status.Errors);
        var said = JsonDocument.Parse(Assert.Single(status.Output)).RootElement;
        Assert.Equal("hendon-1", said.GetProperty("silo").GetString());
        Assert.Equal(
            ["bow-1", "hendon-1", "lambeth-1"], said.GetProperty("silos").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.All(said.GetProperty("silos").EnumerateArray(), s => Assert.Equal("active", s.GetProperty("status").GetString()));
        Assert.Contains(said.GetProperty("grains").EnumerateArray(), g => g.GetProperty("kind").GetString() is "IncidentGrain");
    }

    [Fact]
    public async Task The_same_as_tables_for_people()
    {
        await using var status = HostProcess.Start("status", "--gateway", $"http://127.0.0.1:{london.Port}");
        Assert.Equal(0, await status.EndAsync());
        Assert.Contains(status.Output, line => line.Contains("lambeth-1 answers", StringComparison.Ordinal));
        Assert.Contains(status.Output, line => line.Contains("bow-1", StringComparison.Ordinal) && line.Contains("active", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_gateway_there_is_one_sentence_and_an_exit_code()
    {
        await using var status = HostProcess.Start("status", "--gateway", $"http://127.0.0.1:{Ports.Free()}", "--within", "2");
        Assert.Equal(NoGateway, await status.EndAsync());
        Assert.Contains("did not answer", Assert.Single(status.Errors), StringComparison.Ordinal);
    }
}
