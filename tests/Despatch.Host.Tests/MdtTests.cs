using Despatch.Host.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Host.Tests;

/// <summary>The stream of an MDT service, broken and taken up again at other sites.</summary>
public sealed class MdtTests(London london)
{
    private const int Breaks = 40;

    [Fact]
    public async Task A_broken_stream_goes_on_at_another_site_and_loses_and_doubles_no_item_down()
    {
        await london.Lambeth.SeesAsync(await london.Bow.BookOnAsync("SE101"));
        var cad = await london.Lambeth.OpenAsync("SE");
        long known;
        using (var mdt = await MdtStream.BeginAsync(london.Lambeth, 0, "SE101"))
        {
            await mdt.StatusAsync(1, "SE101", 3);
            var assigned = await london.Hendon.AssignAsync(cad, "SE101");
            var send = (await mdt.DownAsync()).Send;
            Assert.Equal(cad, send.Incident.Cad);
            Assert.InRange(send.Number, 1, assigned);
            known = send.Number;
            await mdt.AcknowledgeAsync(known);
            await london.Bow.AddEntryAsync(cad, "one");
            Assert.Equal("one", (await mdt.DownAsync()).Update.Text);
        }

        // The second item came down, but the service died before it had dealt with it.
        await london.Bow.AddEntryAsync(cad, "two");
        using (var mdt = await MdtStream.BeginAsync(london.Bow, known, "SE101"))
        {
            var (one, two) = ((await mdt.DownAsync()).Update, (await mdt.DownAsync()).Update);
            Assert.Equal(("one", "two"), (one.Text, two.Text));
            Assert.True(known < one.Number && one.Number < two.Number);
            known = two.Number;
        }

        await london.Lambeth.AddEntryAsync(cad, "three");
        await StandDownAsync(cad, "SE101");
        using var last = await MdtStream.BeginAsync(london.Hendon, known, "SE101");
        Assert.Equal("three", (await last.DownAsync()).Update.Text);
        Assert.Equal((cad, "not needed"), ((await last.DownAsync()).StandDown is var down) ? (down.Cad, down.Reason) : default);
        Assert.Empty(await last.EndAsync());
    }

    [Fact]
    public async Task Many_breaks_lose_and_double_nothing_either_way()
    {
        await london.Hendon.SeesAsync(await london.Hendon.BookOnAsync("SE102"));
        var cad = await london.Hendon.OpenAsync("SE");
        await london.Hendon.AssignAsync(cad, "SE102");
        await london.Hendon.Units.SetStatusAsync(
            new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "SE102", Status = 5 }, Gateway.Crew);
        var after = await london.Hendon.AddEntryAsync(cad, "it begins");
        var heard = new List<string>();
        for (var i = 0; i < Breaks; i++)
        {
            var site = london.Gateways[i % london.Gateways.Count];
            var id = $"mdt-break-{i}";

            // Pressed, and the stream breaks at any moment after.
            using (var broken = await MdtStream.BeginAsync(site, after, "SE102"))
            {
                await broken.PressAsync(1, "SE102", i % 2 == 0 ? 7 : 5, id);
            }

            await site.AddEntryAsync(cad, $"entry {i}");
            using var again = await MdtStream.BeginAsync(london.Gateways[(i + 1) % london.Gateways.Count], after, "SE102");
            await again.StatusAsync(1, "SE102", i % 2 == 0 ? 7 : 5, id);
            var update = (await again.DownAsync()).Update;
            heard.Add(update.Text);
            after = update.Number;
        }

        Assert.Equal(Enumerable.Range(0, Breaks).Select(i => $"entry {i}"), heard);
        var enRoute = (await london.Bow.HistoryAsync(cad)).Count(e => string.Equals(e.Name, "incident.unit-en-route.v1", StringComparison.Ordinal));
        Assert.Equal(1 + (Breaks / 2), enRoute);
    }

    [Fact]
    public async Task A_status_sent_twice_with_the_same_id_is_one_event_and_has_one_answer()
    {
        await london.Lambeth.SeesAsync(await london.Lambeth.BookOnAsync("SE103"));
        var cad = await london.Lambeth.OpenAsync("SE");
        await london.Lambeth.AssignAsync(cad, "SE103");
        using var lambeth = await MdtStream.BeginAsync(london.Lambeth, 0, "SE103");
        using var bow = await MdtStream.BeginAsync(london.Bow, 0, "SE103");

        var first = (await lambeth.StatusAsync(7, "SE103", 5, "mdt-twice")).Accepted;
        var second = (await lambeth.StatusAsync(8, "SE103", 5, "mdt-twice")).Accepted;
        var elsewhere = (await bow.StatusAsync(1, "SE103", 5, "mdt-twice")).Accepted;

        Assert.True(first.Position > 0);
        Assert.Equal((first.Position, first.Position), (second.Position, elsewhere.Position));
        Assert.Single(await london.Hendon.HistoryAsync(cad), e => string.Equals(e.Name, "incident.unit-en-route.v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_0_of_an_MDT_opens_one_incident_where_its_fix_says_however_often_it_is_sent()
    {
        await london.Bow.SeesAsync(await london.Bow.BookOnAsync("SE104"));
        var press = new V1.MdtUp
        {
            Status = new V1.MdtStatus
            {
                Number = 1,
                CommandId = "mdt-emergency",
                Callsign = "SE104",
                Status = 0,
                Fix = new V1.Fix
                {
                    Point = new V1.Point { Longitude = -0.0221, Latitude = 51.4452 },
                    At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
                },
            },
        };
        var cads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var gateway in london.Gateways)
        {
            using var mdt = await MdtStream.BeginAsync(gateway, 0, "SE104");
            await mdt.SendAsync(press);
            cads.Add((await mdt.AnswerAsync(1)).Accepted.Cad);
        }

        var raised = await london.Lambeth.IncidentAsync(Assert.Single(cads));
        Assert.Equal((V1.Grade.Immediate, "SE104", -0.0221, "Lewisham"),
            (raised.Grade, raised.RaisedBy, raised.Location.Point.Longitude, raised.Location.Borough));
    }

    private async Task StandDownAsync(string cad, string callsign) => await london.Lambeth.Incidents.StandDownAsync(
        new V1.StandDownRequest { Command = Gateway.Command(), Cad = cad, Callsign = callsign, Reason = "not needed" }, Gateway.Despatcher);
}
