using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;
using Despatch.EventLog;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>Risk, markers and briefings over the API.</summary>
public sealed class RiskTests : IClassFixture<GatewayFixture>
{
    private static readonly Metadata Mdt = new() { { "x-operator", "MDT1" }, { "x-role", "crew" } };

    private readonly GatewayFixture _gateway;

    public RiskTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_reach_the_grains_with_what_the_force_s_policy_says()
    {
        var parts = new V1.Assessment
        {
            Threat = "a b", Harm = "a b", Risk = "a b", Investigation = "a b", Vulnerability = "a b", Engagement = "a b",
        };
        await _gateway.Incidents.AssessAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Assessment = parts, Flags = { "rail-risk", "weapons" } },
            GatewayFixture.AsSupervisor);
        await _gateway.Incidents.ReviewGradingAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Words = "seen" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.RecordCheckAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Kind = "pnd", Result = "nothing" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.AcknowledgeBriefingAsync(
            new() { Command = GatewayFixture.Command(), Cad = "1/21NOV26", Callsign = "AS21", Briefing = 3, Words = "by radio" },
            GatewayFixture.AsSupervisor);

        var commands = _gateway.Grains.Commands.Select(static c => c.Command).ToList();
        Assert.Equal([new RiskFlag("rail-risk", Grade.Immediate), new RiskFlag("weapons", null)], Assert.IsType<Assess>(commands[0]).Flags);
        Assert.Equal(
            [new ReviewGrading("seen"), new RecordCheck("pnd", null, "nothing"), new AcknowledgeBriefing("AS21", 3, "by radio")], commands[1..]);
    }

    [Fact]
    public async Task A_marker_is_added_extended_withdrawn_and_its_person_contacted()
    {
        var until = TimeProvider.System.GetUtcNow().AddMonths(3);
        var subject = new V1.MarkerSubject
        {
            Address = new() { Address = "1 Rose Lane", Point = new() { Longitude = -0.114, Latitude = 51.461 } },
        };
        var added = await _gateway.Markers.AddAsync(
            new()
            {
                Command = new() { CommandId = "scheme-1" }, Kind = "special-scheme", Subject = subject, Words = "he waits there",
                Source = "conference", Until = Timestamp.FromDateTimeOffset(until),
            },
            GatewayFixture.AsSupervisor);
        await _gateway.Markers.ExtendAsync(
            new()
            {
                Command = GatewayFixture.Command(), MarkerId = added.MarkerId, Reason = "she asked", Until = Timestamp.FromDateTimeOffset(until.AddDays(1)),
            },
            GatewayFixture.AsSupervisor);
        await _gateway.Markers.ContactMadeAsync(
            new() { Command = GatewayFixture.Command(), MarkerId = added.MarkerId, Words = "rang her" }, GatewayFixture.AsSupervisor);
        await _gateway.Markers.WithdrawAsync(
            new() { Command = GatewayFixture.Command(), MarkerId = added.MarkerId, Reason = "she moved" }, GatewayFixture.AsSupervisor);

        Assert.Equal("marker-scheme-1", added.MarkerId);
        Assert.All(_gateway.Grains.Commands, c => Assert.Equal(added.MarkerId, c.Key));
        Assert.Equal(
            [
                new AddMarker(
                    new MarkerKind("special-scheme", Grade.Immediate, 14),
                    new MarkerSubject(SubjectKind.Address, "1 Rose Lane", new Point(-0.114, 51.461)), "he waits there", "conference", null, until, "AS"),
                new ExtendMarker(until.AddDays(1), "she asked"), new ContactSubject("rang her"), new WithdrawMarker("she moved"),
            ],
            _gateway.Grains.Commands.Select(static c => c.Command));
    }

    [Fact]
    public async Task Markers_are_found_however_they_were_written_down_and_say_that_they_expired()
    {
        var scheme = await MarkAsync("find-1", "special-scheme", new(SubjectKind.Address, "14 Tulip Street, SE1 7AB", null), Now.AddDays(-1));
        await MarkAsync("find-2", "violence", new(SubjectKind.Address, "15 Tulip Street, SE1 7AB", null), null);

        var found = await _gateway.Markers.FindAsync(
            new() { Subject = new() { Address = new() { Address = "14 tulip st se1 7ab" } } }, GatewayFixture.AsSupervisor);

        var marker = Assert.Single(found.Markers);
        Assert.Equal((scheme, "special-scheme", true), (marker.MarkerId, marker.Kind, marker.Expired));
        Assert.Equal(marker.Until.ToDateTime().AddDays(-14), marker.ReviewFrom.ToDateTime());
    }

    [Fact]
    public async Task Schemes_whose_review_has_come_are_the_tasks_of_their_pod()
    {
        await MarkAsync("due-1", "special-scheme", new(SubjectKind.Address, "16 Tulip Street", null), Now.AddDays(20));
        var due = await MarkAsync("due-2", "special-scheme", new(SubjectKind.Address, "17 Tulip Street", null), Now.AddDays(10));

        var ours = await _gateway.Markers.DueAsync(new V1.DueMarkersRequest { Pods = { "AS" } }, GatewayFixture.AsSupervisor);
        var others = await _gateway.Markers.DueAsync(new V1.DueMarkersRequest { Pods = { "NW" } }, GatewayFixture.AsSupervisor);

        Assert.Contains(due, ours.Markers.Select(static m => m.MarkerId), StringComparer.Ordinal);
        Assert.DoesNotContain("marker-due-1", ours.Markers.Select(static m => m.MarkerId), StringComparer.Ordinal);
        Assert.Empty(others.Markers);
    }

    [Fact]
    public async Task A_row_a_recommendation_and_the_queues_show_the_risk()
    {
        await _gateway.AppendAsync(Facts.Opened(601, "NA"));
        await _gateway.AppendAsync(Fact(601, (at, by) => new RiskFlagged([new RiskFlag("rail-risk", Grade.Immediate)]) { At = at, By = by }));
        await _gateway.AppendAsync(Fact(601, (at, by) => new MarkersFound([Found("marc", null), Found("old", at.AddDays(-1))]) { At = at, By = by }));
        await _gateway.AppendAsync(Fact(601, (at, by) => new CallerSaid("contact-1", "hurry") { At = at, By = by }));

        var queues = await _gateway.Pods.QueuesAsync(new V1.QueuesRequest { Pods = { "NA" } }, GatewayFixture.AsSupervisor);
        var row = Assert.Single(queues.GradedBelow);
        Assert.Equal(row.Cad, Assert.Single(queues.Reassess).Cad);
        Assert.Equal([V1.Queue.Unresourced, V1.Queue.GradedBelow, V1.Queue.Reassess], row.Queues);
        Assert.Equal((V1.Grade.Immediate, "", "the caller said more"),
            (row.Risk.ProposedGrade, row.Risk.GradedBelow.Reason, row.Risk.AssessmentOutOfDateBecause));
        Assert.Equal(["rail-risk"], row.Risk.ProposedBecause);
        Assert.Equal([("marc", false), ("old", true)], row.Risk.Markers.Select(static m => (m.Words, m.Expired)));

        await _gateway.AppendAsync(Fact(601, (at, by) => new IncidentGraded(Grade.Immediate, Grade.Significant, "") { At = at, By = by }));
        Assert.Single((await _gateway.Pods.QueuesAsync(new V1.QueuesRequest { Pods = { "NA" } }, GatewayFixture.AsSupervisor)).Unchecked);
        _gateway.Grains.States[Facts.Cad(601).Key] = _gateway.Board.Incident(Facts.Cad(601).Key)!;
        var advice = await _gateway.Incidents.RecommendAsync(new() { Cad = "601/21NOV26" }, GatewayFixture.AsSupervisor);
        Assert.Equal(["marc", "old"], advice.Markers.Select(static m => m.Words), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_crew_is_sent_the_risk_told_what_is_found_later_and_acknowledges_it()
    {
        await _gateway.AppendAsync(Facts.Opened(611, "AS"), Facts.BookedOn("AS611", "AS"));
        await _gateway.AppendAsync(Fact(611, (at, by) => new RiskFlagged([new RiskFlag("weapons", null)]) { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Assigned(611, "AS611"));
        using var call = _gateway.Mdt.Sync(GatewayFixture.As(Mdt));
        await call.RequestStream.WriteAsync(new V1.MdtUp { Hello = new V1.MdtHello { Callsigns = { "AS611" } } }, Ct);
        var send = (await Next(call)).Send.Incident;
        Assert.Equal((3, "weapons"), (send.Risk.Briefing, Assert.Single(send.Risk.Flags)));

        await _gateway.AppendAsync(Fact(611, (at, by) => new MarkersFound([Found("he bites", null)]) { At = at, By = by }));
        var update = (await Next(call)).Update;
        Assert.Equal("Markers: violence on Jo Doe: he bites (source: a force).", update.Text);
        Assert.Equal((4, "he bites"), (update.Incident.Risk.Briefing, Assert.Single(update.Incident.Risk.Markers).Words));
        Assert.NotNull(Assert.Single(update.Incident.Risk.Briefings).OutstandingSince);

        await call.RequestStream.WriteAsync(Briefed(7, "AS611", "611/21NOV26"), Ct);
        await call.RequestStream.WriteAsync(Briefed(8, "AS612", "611/21NOV26"), Ct);
        await call.RequestStream.WriteAsync(Briefed(9, "AS611", "none"), Ct);
        V1.MdtDown[] answers = [await Next(call), await Next(call), await Next(call)];
        Assert.Equal((7, 7), answers.Where(static a => a.Accepted is not null).Select(static a => (a.Accepted.Number, a.Accepted.Position)).Single());
        Assert.Equal(
            ["briefed.callsign", "briefed.cad"], answers.Where(static a => a.Refused is not null).Select(static a => a.Refused.Refusal.Field),
            StringComparer.Ordinal);
        var asked = Assert.Single(_gateway.Grains.Commands);
        Assert.Equal((Facts.Cad(611).Key, new AcknowledgeBriefing("AS611", 4, ""), new Actor("MDT1", Role.Crew)), (asked.Key, asked.Command, asked.Context.By));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static (string Stream, DomainEvent[] Facts) Fact(int number, Func<DateTimeOffset, Actor, DomainEvent> make) => Facts.Fact(number, make);

    private static FoundMarker Found(string words, DateTimeOffset? until) => new(
        "marker-" + words, new MarkerKind("violence", null, 0), new MarkerSubject(SubjectKind.Person, "Jo Doe", null), words, "a force",
        Now.AddYears(-1), until);

    private static V1.MdtUp Briefed(long number, string callsign, string cad) => new()
    {
        Briefed = new V1.MdtBriefed { Number = number, CommandId = $"b-{number}", Callsign = callsign, Cad = cad, Briefing = 4 },
    };

    private static async Task<V1.MdtDown> Next(AsyncDuplexStreamingCall<V1.MdtUp, V1.MdtDown> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Ct));
        return call.ResponseStream.Current;
    }

    /// <summary>Puts a marker into the log under its tags, as its grain would.</summary>
    private async Task<string> MarkAsync(string id, string kind, MarkerSubject subject, DateTimeOffset? until)
    {
        var key = MarkerState.KeyPrefix + id;
        var fact = new MarkerAdded(new MarkerKind(kind, null, 14), subject, "some words", "a force", Now.AddYears(-1), until, "AS")
        {
            At = Now,
            By = new Actor("CH1", Role.CallHandler),
        };
        var (name, data) = _gateway.Codec.Encode(fact);
        var done = (AppendResult.Appended)await _gateway.Log.AppendAsync(
            new AppendRequest([new StreamWrite(key, 0, [new NewEvent(name, data, subject.Tags())])], null), Ct);
        await _gateway.Board.WaitForAsync(done.LastPosition, Ct);
        return key;
    }
}
