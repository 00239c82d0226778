using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board.Tests;

/// <summary>What central command of an incident means for who is recommended to another.</summary>
public sealed class CentralCommandTests
{
    [Fact]
    public void A_unit_is_not_offered_away_from_an_incident_that_is_commanded_centrally()
    {
        var scene = new Scene().Unit("AS21", 100, UnitStatus.EnRoute).Busy("AS21", 2, Grade.Extended).Unit("AS22", 8_000);
        scene.Ledger.Taken(2);

        var result = scene.Recommend();

        Assert.Equal("AS22", Assert.Single(result.Candidates).Callsign);
        Assert.Equal(
            "is committed to CAD 2/21NOV26 (E): command is central, so only the chief inspector's word diverts it",
            result.PassedOver.Single(p => string.Equals(p.Callsign, "AS21", StringComparison.Ordinal)).Why);
    }
}
