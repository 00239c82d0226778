using System.Text.Json;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Host.Tests;

/// <summary>Clients that no one here wrote, against the running host.</summary>
public sealed class NodeTests(London london)
{
    [Fact]
    public async Task Grpc_js_takes_a_call_sends_a_unit_and_watches_the_board_tell_of_it()
    {
        await london.Hendon.SeesAsync(await london.Lambeth.BookOnAsync("WA101"));
        var cases = await NodeTools.RunAsync(
            "node", "host-grpc-js.mjs", london.Lambeth.Address.Authority, london.Hendon.Address.Authority, "../protos", "WA101");

        var life = Case(cases, "life");
        var cad = life.GetProperty("cad").GetString()!;
        Assert.Equal("help me", life.GetProperty("words").GetString());
        Assert.Equal("Ealing", life.GetProperty("borough").GetString());
        var board = Case(cases, "board");
        Assert.True(board.GetProperty("snapshotFirst").GetBoolean());
        Assert.Equal(cad, board.GetProperty("unitCad").GetString());
        Assert.Equal(cad, (await london.Bow.UnitAsync("WA101")).Cad);
    }

    [Fact]
    public async Task Grpc_js_reads_a_refusal_with_its_code_and_field()
    {
        var cases = await NodeTools.RunAsync(
            "node", "host-grpc-js.mjs", london.Bow.Address.Authority, london.Hendon.Address.Authority, "../protos", "WA102");

        var refused = Case(cases, "refusal");
        Assert.Equal((3, "invalid-field", "opening_code"),
            (refused.GetProperty("code").GetInt32(), refused.GetProperty("refusal").GetString(), refused.GetProperty("field").GetString()));
        Assert.StartsWith("opening_code must be", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_serving_and_reflection_lists_the_API_on_every_site_without_identity()
    {
        foreach (var gateway in london.Gateways)
        {
            var cases = await NodeTools.RunAsync("node", "host-open.mjs", gateway.Address.Authority);
            Assert.Equal(1, Case(cases, "health").GetProperty("status").GetInt32());
            var services = Case(cases, "reflection").GetProperty("services").EnumerateArray().Select(s => s.GetString()!).ToArray();
            foreach (var name in new[] { "Contacts", "Incidents", "Units", "Mdt", "Pods", "Cluster" })
            {
                Assert.Contains($"despatch.v1.{name}", services);
            }
        }
    }

    [Fact]
    public async Task A_browsers_client_gets_and_watches_over_gRPC_Web_on_the_same_port()
    {
        var cad = await london.Lambeth.OpenAsync("SN");
        await london.Bow.SeesAsync(await london.Lambeth.AddEntryAsync(cad, "there"));

        var cases = await NodeTools.RunAsync("node", "host-connect-web.mjs", london.Bow.Address.Authority, cad);

        Assert.Equal(cad, Case(cases, "get").GetProperty("cad").GetString());
        Assert.Equal(2, Case(cases, "get").GetProperty("status").GetInt32());
        var board = Case(cases, "board");
        Assert.Contains(cad, board.GetProperty("cads").EnumerateArray().Select(c => c.GetString()));
        Assert.True(board.GetProperty("snapshot").GetBoolean());
        Assert.Equal("said in a browser", board.GetProperty("words").GetString());
        Assert.Equal("Unauthenticated", Case(cases, "nobody").GetProperty("code").GetString());
    }

    private static JsonElement Case(IReadOnlyDictionary<string, JsonElement> cases, string name)
    {
        Assert.False(cases[name].TryGetProperty("error", out var error), error.ToString());
        return cases[name];
    }
}
