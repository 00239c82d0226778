using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Gateway.Tests;

/// <summary>Escalations, queues by risk and changes of shift over the API.</summary>
public sealed class SupervisionTests : IClassFixture<GatewayFixture>
{
    private readonly GatewayFixture _gateway;

    public SupervisionTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_reach_the_incident_s_grain_as_what_they_are()
    {
        var noon = new DateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(2).Ticks, TimeSpan.Zero);
        await _gateway.Incidents.AcknowledgeEscalationAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Words = "seen" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.AgreeAppointmentAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Time = Timestamp.FromDateTimeOffset(noon), Words = "at home" },
            GatewayFixture.AsSupervisor);
        await _gateway.Incidents.TagAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Words = "nobody goes" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.UntagAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Words = "gone" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.AcceptHandoverAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26" }, GatewayFixture.AsSupervisor);

        Assert.Equal(
            [
                new AcknowledgeEscalation("seen"), new AgreeAppointment(noon, "at home"), new TagForDutyOfficer("nobody goes"),
                new Untag("gone"), new AcceptHandover(""),
            ],
            _gateway.Grains.Commands.Select(c => c.Command));
        Assert.All(_gateway.Grains.Commands, c => Assert.Equal(new Actor("SUP1", Role.Supervisor), c.Context.By));
    }

    [Fact]
    public async Task A_row_says_what_is_due_next_how_far_the_alarm_has_gone_and_where_it_stands()
    {
        await _gateway.AppendAsync(Facts.Opened(201, "SW"));
        using var watch = _gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "SW" } }, GatewayFixture.AsSupervisor);
        var before = (await Next(watch)).Incidents.Single(i => i.Cad is "201/21NOV26");
        Assert.Equal((V1.EscalationClock.NoUnit, "despatcher", "", 0), Said(before));
        Assert.Equal(before.OpenedAt.ToDateTime().AddMinutes(15), before.Escalation.NextDue.ToDateTime(), TimeSpan.FromSeconds(5));
        Assert.Equal([V1.Queue.Unresourced], before.Queues);

        await _gateway.AppendAsync(Escalated(201, 1, "despatcher"));
        await _gateway.AppendAsync(Escalated(201, 2, "supervisor"));
        await _gateway.AppendAsync(Facts.Fact(201, (at, by) => new IncidentTagged("odd") { At = at, By = by }));
        var after = before;
        while (after.Tag is null)
        {
            after = (await Next(watch)).Incidents.Single(i => i.Cad is "201/21NOV26");
        }

        Assert.Equal((V1.EscalationClock.Target, "despatcher", "supervisor", 2), Said(after));
        Assert.Equal(("supervisor", "DES1", "odd"), (after.Escalation.LevelRole, after.Tag.Operator, after.Tag.Words));
        Assert.Equal([V1.Queue.Unresourced, V1.Queue.Tagged], after.Queues);

        static (V1.EscalationClock, string, string, int) Said(V1.Incident row) =>
            (row.Escalation.NextClock, row.Escalation.NextTo, row.Escalation.Level, row.Escalation.Unacknowledged);
    }

    [Fact]
    public async Task Once_the_search_has_reached_the_neighbouring_pods_their_watchers_see_the_incident()
    {
        Assert.Contains("SE", Pack.ForcePack.London.NeighboursOf("SN"), StringComparer.Ordinal);
        using var neighbour = _gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "SE" } }, GatewayFixture.AsSupervisor);
        await Next(neighbour);
        await _gateway.AppendAsync(Facts.Opened(211, "SN"));
        await _gateway.AppendAsync(Escalated(211, 2, "supervisor"));
        await _gateway.AppendAsync(Escalated(211, 3, "neighbours"));

        var offered = Assert.Single((await Next(neighbour)).Incidents);
        Assert.Equal(("211/21NOV26", "SN", true), (offered.Cad, offered.Location.Pod, offered.Escalation.NeighbouringPods));

        await _gateway.AppendAsync(Facts.Closed(211));
        Assert.Equal(V1.IncidentStatus.Closed, Assert.Single((await Next(neighbour)).Incidents).Status);
    }

    [Fact]
    public async Task Queues_hold_what_somebody_must_look_at_gravest_first()
    {
        await _gateway.AppendAsync(Facts.Opened(221, "CE"), Facts.Opened(222, "CE"), Facts.Opened(223, "CE"), Facts.Opened(224, "CN"));
        await _gateway.AppendAsync(Escalated(222, 2, "supervisor"));
        await _gateway.AppendAsync(Facts.Fact(223, (at, by) => new IncidentTagged("odd") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(223, (at, by) => new IncidentGraded(Grade.Immediate, Grade.Significant, "") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(221, (at, _) =>
            new IncidentEscalated(EscalationClock.Review, 1, at, "despatcher", Role.Despatcher, false, "x") { At = at, By = Actor.System }));

        var queues = await _gateway.Pods.QueuesAsync(new V1.QueuesRequest { Pods = { "CE" } }, GatewayFixture.AsSupervisor);

        Assert.Equal(["223/21NOV26", "222/21NOV26", "221/21NOV26"], queues.Unresourced.Select(i => i.Cad), StringComparer.Ordinal);
        Assert.Equal("223/21NOV26", Assert.Single(queues.Tagged).Cad);
        Assert.Equal("221/21NOV26", Assert.Single(queues.AwaitingReview).Cad);
        Assert.Empty(queues.Breached);
        Assert.True(queues.Position > 0);
    }

    [Fact]
    public async Task A_handover_lists_what_nobody_has_accepted_by_name_since_the_shift_began()
    {
        var began = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await _gateway.AppendAsync(Facts.Opened(231, "NE"), Facts.Opened(232, "NE"), Facts.Opened(233, "NE"));
        await _gateway.AppendAsync(Facts.Fact(233, (at, by) => new IncidentGraded(Grade.Extended, Grade.Significant, "safe") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(231, (at, by) => new HandoverAccepted("") { At = at, By = by }));

        var handover = await _gateway.Pods.HandoverAsync(
            new V1.HandoverRequest { Pods = { "NE" }, ShiftBegan = began }, GatewayFixture.AsSupervisor);

        Assert.Equal("232/21NOV26", Assert.Single(handover.Outstanding).Cad);
        var accepted = Assert.Single(handover.Accepted);
        Assert.Equal(("231/21NOV26", "DES1", "despatcher"), (accepted.Cad, accepted.Holder.Operator, accepted.Holder.Role));
    }

    private static (string Stream, DomainEvent[] Facts) Escalated(int number, int step, string rung) => Facts.Fact(number, (at, _) =>
        new IncidentEscalated(EscalationClock.NoUnit, step, at, rung, Role.Supervisor, rung is "neighbours", "nobody free") { At = at, By = Actor.System });

    private static async Task<V1.WatchBoardResponse> Next(Grpc.Core.AsyncServerStreamingCall<V1.WatchBoardResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        return watch.ResponseStream.Current;
    }
}
