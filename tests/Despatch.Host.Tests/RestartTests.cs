using System.Collections.Concurrent;
using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>A host that is killed without warning under load, and started again on the same file.</summary>
public sealed class RestartTests : London
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_kill_and_a_command_sent_again_is_done_once()
    {
        await Lambeth.BookOnAsync("AS102");
        var cad = await Hendon.OpenAsync("AS");
        var command = Gateway.Command();
        var assign = new V1.AssignRequest { Command = command, Cad = cad, Callsign = "AS102" };
        var position = (await Bow.Incidents.AssignAsync(assign, Gateway.Despatcher)).Position;
        var acknowledged = new ConcurrentBag<string>();
        var writers = Gateways.Select(gateway => WriteAsync(gateway, cad, acknowledged)).ToArray();
        await Bow.SeesAsync(position + 50);

        await Host.KillAsync();
        await Task.WhenAll(writers);
        await RestartAsync();

        Assert.True(Host.UntilReady < Soon, $"It took {Host.UntilReady} to serve.");
        var history = await Bow.HistoryAsync(cad);
        var written = history.Select(e => e.Json).Where(json => json.Contains("entry ", StringComparison.Ordinal)).ToArray();
        Assert.All(acknowledged, entry => Assert.Single(written, json => json.Contains($"\"{entry}\"", StringComparison.Ordinal)));
        Assert.Equal(cad, (await Lambeth.UnitAsync("AS102")).Cad);
        Assert.Equal(["AS102"], (await Lambeth.IncidentAsync(cad)).Assignments.Select(a => a.Callsign));
        Assert.Equal(position, (await Hendon.Incidents.AssignAsync(assign, Gateway.Despatcher)).Position);
        Assert.Single(await Hendon.HistoryAsync(cad), e => e.Name is "incident.unit-assigned.v1");
    }

    /// <summary>Writes entries until the host is gone; those that were answered are acknowledged.</summary>
    private static async Task WriteAsync(Gateway gateway, string cad, ConcurrentBag<string> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var entry = $"entry {gateway.Address.Port} {i}";
            try
            {
                await gateway.AddEntryAsync(cad, entry);
                acknowledged.Add(entry);
            }
            catch (RpcException)
            {
                return;
            }
        }
    }
}
