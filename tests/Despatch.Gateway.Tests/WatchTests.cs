using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>Streams of the board, of an incident, of a unit.</summary>
public sealed class WatchTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_board_watch_begins_with_its_pods_and_carries_their_changes()
    {
        await gateway.AppendAsync(Facts.Opened(101, "NW"), Facts.Opened(102, "EA"), Facts.BookedOn("NW101", "NW"));
        using var watch = gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "NW" } }, GatewayFixture.AsSupervisor);

        var first = await Next(watch);
        Assert.True(first.Snapshot);
        Assert.Equal("101/21NOV26", Assert.Single(first.Incidents).Cad);
        Assert.Equal("NW101", Assert.Single(first.Units).Callsign);

        await gateway.AppendAsync(Facts.Entry(102, "elsewhere"));
        var located = await gateway.AppendAsync(Facts.Located(101, "EA"));
        var moved = await Next(watch);
        Assert.False(moved.Snapshot);
        Assert.Equal("EA", Assert.Single(moved.Incidents).Location.Pod);
        Assert.Equal(located, moved.Position);
    }

    [Fact]
    public async Task A_board_watch_resumes_after_its_position_and_misses_nothing()
    {
        await gateway.AppendAsync(Facts.Opened(111, "SN"));
        var request = new V1.WatchBoardRequest { Pods = { "SN" } };
        using (var watch = gateway.Pods.WatchBoard(request, GatewayFixture.AsSupervisor))
        {
            request.AfterPosition = (await Next(watch)).Position;
        }

        await gateway.AppendAsync(Facts.Opened(112, "SN"));
        await gateway.AppendAsync(Facts.Closed(111));
        using var resumed = gateway.Pods.WatchBoard(request, GatewayFixture.AsSupervisor);

        var next = await Next(resumed);
        Assert.False(next.Snapshot);
        var rows = next.Incidents.Select(i => $"{i.Cad} {i.Status}").Order(StringComparer.Ordinal);
        Assert.Equal(["111/21NOV26 Closed", "112/21NOV26 AwaitingUnit"], rows, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_incident_watch_shows_it_as_it_is_and_as_it_becomes()
    {
        await gateway.AppendAsync(Facts.Opened(121, "SE"));
        gateway.Grains.States[Facts.Cad(121).Key] = gateway.Board.Incident(Facts.Cad(121).Key)!;
        using var watch = gateway.Incidents.Watch(new V1.WatchIncidentRequest { Cad = "121/21NOV26" }, GatewayFixture.AsSupervisor);

        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        Assert.True(watch.ResponseStream.Current.Snapshot);
        await gateway.AppendAsync(Facts.Closed(121));
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        Assert.Equal(V1.IncidentStatus.Closed, watch.ResponseStream.Current.Incident.Status);
    }

    [Fact]
    public async Task The_history_tells_every_fact_in_order()
    {
        await gateway.AppendAsync(Facts.Opened(131, "SE"));
        await gateway.AppendAsync(Facts.Entry(131, "he has left"));

        var history = await gateway.Incidents.HistoryAsync(new V1.HistoryRequest { Cad = "131/21NOV26" }, GatewayFixture.AsSupervisor);

        Assert.Equal([1L, 2L, 3L], history.Entries.Select(e => e.Version));
        Assert.Equal(("incident.entry-added.v1", "he has left", "DES1", "despatcher"),
            (history.Entries[2].Name, history.Entries[2].Text, history.Entries[2].Operator, history.Entries[2].Role));
        Assert.Contains("\"he has left\"", history.Entries[2].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_counts_its_incidents_and_units()
    {
        await gateway.AppendAsync(Facts.Opened(141, "WA"), Facts.BookedOn("WA141", "WA"), Facts.BookedOn("WA142", "WA"));
        await gateway.AppendAsync(Facts.Assigned(141, "WA141"));

        var pod = await gateway.Pods.GetAsync(new V1.GetPodRequest { Code = "WA" }, GatewayFixture.AsSupervisor);

        Assert.Equal((1, 0, 2, 1), (pod.OpenIncidents, pod.AwaitingUnit, pod.UnitsOnDuty, pod.UnitsAvailable));
    }

    [Fact]
    public async Task Streams_end_well_when_the_server_stops()
    {
        await using var stopping = new GatewayFixture();
        await stopping.InitializeAsync();
        using var board = stopping.Pods.WatchBoard(new V1.WatchBoardRequest(), GatewayFixture.AsSupervisor);
        using var mdt = stopping.Mdt.Sync(GatewayFixture.AsSupervisor);
        await mdt.RequestStream.WriteAsync(new V1.MdtUp { Hello = new V1.MdtHello { Callsigns = { "AS1" } } }, Ct);
        await mdt.RequestStream.WriteAsync(new V1.MdtUp { Fixes = new V1.MdtFixes { Number = 1 } }, Ct);
        Assert.True((await Next(board)).Snapshot);
        Assert.True(await mdt.ResponseStream.MoveNext(Ct));

        var stopped = stopping.StopAsync();

        Assert.False(await board.ResponseStream.MoveNext(Ct));
        await EndsAsync(mdt.ResponseStream);
        await stopped;
    }

    /// <summary>
    /// Of a stream that the client still writes to, the end may be overtaken by the end of the connection: an MDT service takes both for
    /// a broken stream and resumes elsewhere.
    /// </summary>
    private static async Task EndsAsync<T>(IAsyncStreamReader<T> stream)
    {
        try
        {
            Assert.False(await stream.MoveNext(Ct));
        }
        catch (RpcException e)
        {
            Assert.True(e.StatusCode is StatusCode.Internal or StatusCode.Unavailable, e.ToString());
        }
    }

    private static async Task<V1.WatchBoardResponse> Next(AsyncServerStreamingCall<V1.WatchBoardResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        return watch.ResponseStream.Current;
    }
}
