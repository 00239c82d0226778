using Despatch.Host.Tests.Hosting;

[assembly: AssemblyFixture(typeof(London))]

namespace Despatch.Host.Tests;

/// <summary>From the call to the closed CAD, over different sites' gateways.</summary>
public sealed class LifeTests(London london)
{
    private static readonly V1.Point Brixton = new() { Longitude = -0.1162, Latitude = 51.4613 };

    [Fact]
    public void The_host_serves_three_sites_on_ports_in_a_row()
    {
        Assert.Equal(["lambeth", "hendon", "bow"], london.Host.Gateways.Select(g => g.Name));
        Assert.Equal(Enumerable.Range(london.Port, 3), london.Gateways.Select(g => g.Address.Port));
    }

    [Fact]
    public async Task A_call_is_recorded_graded_attended_resulted_and_closed_and_its_history_says_who_did_what_when()
    {
        await london.Hendon.SeesAsync(await london.Bow.BookOnAsync("AS101"));
        var contact = await RecordAsync("+447700900101", "he is breaking the door down");
        var cad = await TransferAsync(contact);
        await AssessAndGradeAsync(cad);

        var advice = await london.Hendon.Incidents.RecommendAsync(new V1.RecommendRequest { Cad = cad }, Gateway.Despatcher);
        var first = advice.Candidates.First(c => string.Equals(c.Callsign, "AS101", StringComparison.Ordinal));
        Assert.True(first.TravelSeconds > 0 && first.Reason.Length > 0);
        await london.Hendon.AssignAsync(cad, "AS101");
        await AttendAsync("AS101", cad);
        await london.Hendon.CloseAsync(cad);

        var closed = await london.Bow.IncidentAsync(cad);
        Assert.Equal((V1.IncidentStatus.Closed, "132", "Lambeth", "AS"), (closed.Status, closed.ResultCode, closed.Location.Borough, closed.Location.Pod));
        Assert.Equal([contact], closed.ContactIds);
        var history = await london.Bow.HistoryAsync(cad);
        Assert.Equal(
            [
                "incident.opened.v1 CALL1 call-handler", "incident.assessed.v1 CALL1 call-handler", "incident.graded.v1 CALL1 call-handler",
                "incident.unit-assigned.v1 DES1 despatcher", "incident.unit-en-route.v1 MDT1 crew", "incident.unit-on-scene.v1 MDT1 crew",
                "incident.unit-released.v1 MDT1 crew", "incident.resulted.v1 DES1 despatcher", "incident.closed.v1 DES1 despatcher",
            ],
            history.Where(IsAct).Select(e => $"{e.Name} {e.Operator} {e.Role}"));
        Assert.Equal(Enumerable.Range(1, history.Length).Select(v => (long)v), history.Select(e => e.Version));
        Assert.All(history, e => Assert.True(e.At.Seconds > 0 && e.Text.Length > 0 && e.Json.StartsWith('{')));
        Assert.Equal(history.Select(e => e.Position).Order(), history.Select(e => e.Position));
        Assert.Equal("", (await london.Bow.UnitAsync("AS101")).Cad);
    }

    [Fact]
    public async Task What_the_same_number_reported_before_is_attached_wherever_it_calls()
    {
        var first = await RecordAsync("+447700900102", "a man with a dog");
        var cad = await TransferAsync(first);
        var again = await london.Bow.Contacts.RecordAsync(
            new V1.RecordContactRequest
            {
                Command = Gateway.Command(), Channel = V1.Channel._101, CallerNumber = "+447700900102", Words = "he is back",
            },
            Gateway.CallHandler);

        Assert.Equal([cad, first], again.Earlier.Select(e => e.Cad.Length > 0 ? e.Cad : e.ContactId));
    }

    [Fact]
    public async Task Status_0_opens_an_I_incident_at_the_units_newest_fix_at_once()
    {
        await london.Lambeth.BookOnAsync("EA101");
        using var watch = london.Bow.Units.Watch(new V1.WatchUnitRequest { Callsign = "EA101" }, Gateway.Despatcher);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        using var mdt = await MdtStream.BeginAsync(london.Hendon, 0, "EA101");
        await mdt.FixAsync(1, "EA101", 0.0712, 51.5601);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }
        while (watch.ResponseStream.Current.Unit.Fix.Point.Longitude is not 0.0712);

        var press = new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "EA101", Status = 0 };
        var pressed = await london.Bow.Units.SetStatusAsync(press, Gateway.Crew);

        var raised = await london.Lambeth.IncidentAsync(pressed.Cad);
        Assert.Equal((V1.Grade.Immediate, "EA101", "00"), (raised.Grade, raised.RaisedBy, raised.OpeningCode));
        Assert.Equal((0.0712, 51.5601, "Redbridge", "EA"),
            (raised.Location.Point.Longitude, raised.Location.Point.Latitude, raised.Location.Borough, raised.Location.Pod));
    }

    /// <summary>What else was reported at the address, by the test beside this one, may have been offered.</summary>
    private static bool IsAct(V1.HistoryEntry entry) => !string.Equals(entry.Name, "incident.link-candidates-offered.v1", StringComparison.Ordinal);

    private async Task<string> RecordAsync(string number, string words)
    {
        var recorded = await london.Lambeth.Contacts.RecordAsync(
            new V1.RecordContactRequest
            {
                Command = Gateway.Command(),
                Channel = V1.Channel._999,
                CallerNumber = number,
                Location = new V1.Location { Point = Brixton, Address = "1 Acre Lane" },
                Words = words,
            },
            Gateway.CallHandler);
        Assert.True(recorded.Position > 0);
        return recorded.ContactId;
    }

    private async Task<string> TransferAsync(string contact)
    {
        var transfer = new V1.TransferContactRequest { Command = Gateway.Command(), ContactId = contact, OpeningCode = "01" };
        return (await london.Lambeth.Contacts.TransferAsync(transfer, Gateway.CallHandler)).Cad;
    }

    private async Task AssessAndGradeAsync(string cad)
    {
        var thrive = new V1.Assessment
        {
            Threat = "forcing the door", Harm = "nobody hurt yet", Risk = "will get in",
            Investigation = "he is known", Vulnerability = "alone with children", Engagement = "wants him arrested",
        };
        await london.Lambeth.Incidents.AssessAsync(
            new V1.AssessRequest { Command = Gateway.Command(), Cad = cad, Assessment = thrive }, Gateway.CallHandler);
        await london.Bow.Incidents.GradeAsync(
            new V1.GradeRequest { Command = Gateway.Command(), Cad = cad, Grade = V1.Grade.Immediate }, Gateway.CallHandler);
    }

    private async Task AttendAsync(string callsign, string cad)
    {
        using var mdt = await MdtStream.BeginAsync(london.Bow, 0, callsign);
        Assert.Equal(cad, (await mdt.DownAsync()).Send.Incident.Cad);
        await mdt.StatusAsync(1, callsign, 5);
        await mdt.StatusAsync(2, callsign, 6);
        Assert.Equal(V1.IncidentStatus.Attended, (await london.Lambeth.IncidentAsync(cad)).Status);
        await mdt.StatusAsync(3, callsign, 2);
    }
}
