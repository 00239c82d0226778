using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Silo;
using Despatch.Grains.Tests.Support;
using Despatch.TestTools;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Despatch.Grains.Tests;

/// <summary>What grains tell of themselves. The listeners are there before the silos: then calls carry traces.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly Spans _spans = new();
    private readonly Measurements _measured = new();
    private readonly TestCluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _spans.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task One_trace_leads_from_the_caller_over_grains_of_other_silos_and_the_append_to_the_board()
    {
        var desk = new Desk(_cluster);
        var cad = await desk.Opened(site: 1);
        var callsign = await desk.OnPatrol(pod: 2);
        var board = new Board.Board(TimeProvider.System, new BoardOptions());
        using var stop = new CancellationTokenSource();
        var following = new BoardFollower(new MemoryEventLog(_cluster.Store, _cluster.Clock), _cluster.Codec, board, NullLogger.Instance)
            .RunAsync(stop.Token);

        var outside = Spans.Begin();
        var incident = _cluster.At<IGrainFactory>(TestForce.Silos[0]).GetGrain<IIncidentGrain>(cad);
        var answer = Desk.Done(await incident.Execute(new AssignUnit(callsign, "", null), desk.Context()));
        outside.Dispose();

        await board.WaitForAsync(answer.Position, Ct);
        var spans = await _spans.OfAsync(
            outside.TraceId, Ct, "IIncidentGrain/Execute", "/Peek", "decide AssignUnit", "append", "show", "outside");
        var show = Assert.Single(spans, s => s.OperationName is "show" && Equals(s.GetTagItem("despatch.stream"), cad));

        // Upstream has a span at either end of a call, the polyfill at the grain's.
        Assert.Equal(
            ["show", "append", "decide AssignUnit", "IIncidentGrain/Execute", "outside"], Spans.Way(spans, show).Distinct());
        var peek = spans.First(s => s.OperationName.EndsWith("/Peek", StringComparison.Ordinal));
        Assert.Equal(["decide AssignUnit", "IIncidentGrain/Execute", "outside"], Spans.Way(spans, peek).Distinct().Skip(1));
        var decide = Assert.Single(spans, s => s.OperationName is "decide AssignUnit");
        Assert.Equal("done", decide.GetTagItem("despatch.answer"));
        Assert.Equal(answer.Position, decide.GetTagItem("despatch.position"));
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task A_call_that_waits_for_another_keeps_its_own_trace()
    {
        var desk = new Desk(_cluster);
        var cad = await desk.Opened();
        var grains = _cluster.At<IGrainFactory>(TestForce.Silos[0]);
        var traces = new List<System.Diagnostics.ActivityTraceId>();
        var calls = new List<Task<Answer>>();
        for (var i = 0; i < 20; i++)
        {
            System.Diagnostics.Activity.Current = null;
            using var outside = Spans.Begin();
            traces.Add(outside.TraceId);
            calls.Add(grains.GetGrain<IIncidentGrain>(cad).Execute(new AddEntry($"entry {i}"), desk.Context()));
        }

        Assert.All(await Task.WhenAll(calls), answer => Desk.Done(answer));
        foreach (var trace in traces)
        {
            var spans = await _spans.OfAsync(trace, Ct, "append", "decide AddEntry");
            Assert.Single(spans, s => s.OperationName is "append");
            Assert.Single(spans, s => s.OperationName is "decide AddEntry");
        }
    }

    [Fact]
    public async Task Commands_are_counted_by_kind_and_answer_and_grains_and_fixes_by_kind()
    {
        var desk = new Desk(_cluster);
        var cad = await desk.Opened();
        Desk.Refused(RefusalCode.IncidentUnknown, await desk.Incident(Desk.NewCad(), new CloseIncident("")));
        Desk.Done(await desk.Incident(cad, new AddEntry("counted")));
        _cluster.At<FixExchange>(TestForce.Silos[0]).Take([new FixOf("NOBODY1", new Fix(new Point(-0.1, 51.5), _cluster.Clock.GetUtcNow(), 10))]);

        Assert.Contains("despatch.commands 1 kind=CloseIncident,answer=incident-unknown", _measured.Seen);
        Assert.Contains("despatch.commands 1 kind=AddEntry,answer=done", _measured.Seen);
        Assert.Contains("despatch.grains 1 kind=IncidentGrain", _measured.Seen);
        Assert.Contains("despatch.fixes 1 answer=ignored", _measured.Seen);
    }

    [Fact]
    public async Task A_log_that_is_away_is_the_answer_to_a_command_and_an_error_in_its_trace()
    {
        var desk = new Desk(_cluster);
        var cad = await desk.Opened();
        _cluster.Logs[TestForce.Silos[0]].Appending = (_, _) => Task.FromException<AppendResult>(MemoryEventLog.Fault());
        var outside = Spans.Begin();
        await Assert.ThrowsAnyAsync<Exception>(
            () => _cluster.At<IGrainFactory>(TestForce.Silos[0]).GetGrain<IIncidentGrain>(cad).Execute(new AddEntry("lost"), desk.Context()));
        outside.Dispose();
        var spans = await _spans.OfAsync(outside.TraceId, Ct, "append", "decide AddEntry");
        Assert.Contains("despatch.commands 1 kind=AddEntry,answer=store-unavailable", _measured.Seen);
        Assert.All(spans.Where(s => s.OperationName is "append" or "decide AddEntry"), s =>
            Assert.Equal(System.Diagnostics.ActivityStatusCode.Error, s.Status));
    }
}
