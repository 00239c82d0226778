using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>Watches: a snapshot, every change with its position, and going on elsewhere.</summary>
public sealed class WatchTests(London london)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_board_watch_resumed_at_another_site_misses_nothing()
    {
        var before = await london.Lambeth.OpenAsync("NA");
        await london.Lambeth.SeesAsync(await london.Lambeth.AddEntryAsync(before, "there"));
        var request = new V1.WatchBoardRequest { Pods = { "NA" }, WithoutFixes = true };
        string during;
        using (var watch = london.Lambeth.Pods.WatchBoard(request, Gateway.Despatcher))
        {
            var snapshot = await NextAsync(watch);
            Assert.True(snapshot.Snapshot && snapshot.Position > 0 && snapshot.AsOf.Seconds > 0);
            Assert.Equal(before, Assert.Single(snapshot.Incidents).Cad);
            during = await london.Hendon.OpenAsync("NA");
            var change = await NextWithRowsAsync(watch);
            Assert.False(change.Snapshot);
            Assert.Equal(during, Assert.Single(change.Incidents).Cad);
            Assert.True(change.Position > snapshot.Position);
            request.AfterPosition = change.Position;
        }

        await london.Hendon.CloseAsync(during);
        var away = await london.Hendon.OpenAsync("NA");
        var last = await london.Hendon.BookOnAsync("NA101");
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        using var resumed = london.Bow.Pods.WatchBoard(request, Gateway.Despatcher);
        while (request.AfterPosition < last)
        {
            var message = await NextAsync(resumed);
            Assert.False(message.Snapshot);

            // After a resumption others may come along: they are known by their pod.
            message.Incidents.Where(i => i.Location.Pod is "NA").ToList().ForEach(i => rows[i.Cad] = i.Status.ToString());
            message.Units.ToList().ForEach(u => rows[u.Callsign] = $"{u.Status}");
            request.AfterPosition = Math.Max(request.AfterPosition, message.Position);
        }

        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { [during] = "Closed", [away] = "AwaitingUnit", ["NA101"] = "2" }, rows);
    }

    [Fact]
    public async Task An_incident_watch_that_wanders_over_the_sites_sees_every_state_once()
    {
        var cad = await london.Bow.OpenAsync("CE");
        var request = new V1.WatchIncidentRequest { Cad = cad };
        var seen = new List<(bool Snapshot, string Address)>();
        for (var i = 0; i < 12; i++)
        {
            if (i > 0)
            {
                await LocateAsync(cad, i);
            }

            using var watch = london.Gateways[i % london.Gateways.Count].Incidents.Watch(request, Gateway.Despatcher);
            Assert.True(await watch.ResponseStream.MoveNext(Ct));
            var message = watch.ResponseStream.Current;
            seen.Add((message.Snapshot, message.Incident.Location.Address));
            Assert.True(message.Position > request.AfterPosition);
            request.AfterPosition = message.Position;
        }

        Assert.Equal([(true, ""), .. Enumerable.Range(1, 11).Select(i => (false, $"{i} Mare Street"))], seen);
    }

    [Fact]
    public async Task A_unit_watch_shows_it_as_it_is_then_its_statuses_in_order()
    {
        var position = await london.Hendon.BookOnAsync("CE101");
        await london.Lambeth.SeesAsync(position);
        using var watch = london.Lambeth.Units.Watch(new V1.WatchUnitRequest { Callsign = "CE101" }, Gateway.Despatcher);
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        Assert.Equal((true, 2), (watch.ResponseStream.Current.Snapshot, watch.ResponseStream.Current.Unit.Status));

        foreach (var status in new[] { 3, 4, 2 })
        {
            var press = new V1.SetStatusRequest { Command = Gateway.Command(), Callsign = "CE101", Status = status };
            var pressed = await london.Bow.Units.SetStatusAsync(press, Gateway.Crew);
            Assert.True(await watch.ResponseStream.MoveNext(Ct));
            var message = watch.ResponseStream.Current;
            Assert.Equal((false, status, pressed.Position), (message.Snapshot, message.Unit.Status, message.Position));
        }
    }

    private async Task LocateAsync(string cad, int number) => await london.Hendon.Incidents.LocateAsync(
        new V1.LocateRequest
        {
            Command = Gateway.Command(), Cad = cad, Location = new V1.Location { Address = $"{number} Mare Street" },
        },
        Gateway.CallHandler);

    private static async Task<V1.WatchBoardResponse> NextAsync(AsyncServerStreamingCall<V1.WatchBoardResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        return watch.ResponseStream.Current;
    }

    private static async Task<V1.WatchBoardResponse> NextWithRowsAsync(AsyncServerStreamingCall<V1.WatchBoardResponse> watch)
    {
        var message = await NextAsync(watch);
        while (message.Incidents.Count + message.Units.Count == 0)
        {
            message = await NextAsync(watch);
        }

        return message;
    }
}
