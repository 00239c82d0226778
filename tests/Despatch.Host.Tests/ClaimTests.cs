using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>Many want one unit.</summary>
public sealed class ClaimTests(London london)
{
    private const int Claimants = 8;
    private const int Rounds = 50;

    [Fact]
    public async Task Of_eight_claimants_over_three_gateways_exactly_one_gets_the_unit()
    {
        await london.Bow.BookOnAsync("NE101");
        var cads = new string[Claimants];
        for (var i = 0; i < Claimants; i++)
        {
            cads[i] = await london.Gateways[i % london.Gateways.Count].OpenAsync("NE");
        }

        for (var round = 0; round < Rounds; round++)
        {
            var won = await Task.WhenAll(cads.Select((cad, i) => Task.Run(() => ClaimAsync(london.Gateways[i % london.Gateways.Count], cad))));

            var winner = Assert.Single(won, w => w.Length > 0);
            Assert.Equal(winner, (await london.Bow.UnitAsync("NE101")).Cad);
            foreach (var cad in cads)
            {
                Assert.Equal(string.Equals(cad, winner, StringComparison.Ordinal) ? 1 : 0, (await london.Hendon.IncidentAsync(cad)).Assignments.Count);
            }

            await london.Lambeth.Incidents.StandDownAsync(
                new V1.StandDownRequest { Command = Gateway.Command(), Cad = winner, Callsign = "NE101", Reason = "next round" },
                Gateway.Despatcher);
        }
    }

    /// <summary>The CAD that got the unit, or empty.</summary>
    private static async Task<string> ClaimAsync(Gateway gateway, string cad)
    {
        try
        {
            await gateway.AssignAsync(cad, "NE101");
            return cad;
        }
        catch (RpcException refused) when (refused.Trailers.GetValue("refusal-code") is "unit-committed")
        {
            return "";
        }
    }
}
