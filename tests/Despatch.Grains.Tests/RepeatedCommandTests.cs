using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Tests.Support;
using CommandContext = Despatch.Domain.CommandContext;

namespace Despatch.Grains.Tests;

/// <summary>A command may be sent any number of times under its id: it is done once, and every sending gets the first answer.</summary>
public sealed class RepeatedCommandTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task The_same_id_again_gets_the_first_answer_though_the_command_would_be_refused_now()
    {
        var cad = await _desk.Opened(site: 1);
        var callsign = await _desk.OnPatrol();
        var context = _desk.Context();
        var assign = new AssignUnit(callsign, "", null);
        var first = Desk.Done(await _desk.Incident(cad, assign, context));
        Assert.Equal(first, await _desk.Incident(cad, assign, context));

        Desk.Done(await _desk.Incident(cad, new StandDown(callsign, "Not needed")));
        Desk.Done(await _desk.Unit(callsign, new BookOff()));
        Desk.Done(await _desk.Incident(cad, new GiveResult("90", "")));
        Desk.Done(await _desk.Incident(cad, new CloseIncident("")));
        Desk.Refused(RefusalCode.IncidentClosed, await _desk.Incident(cad, assign));

        Assert.Equal(first, await _desk.Incident(cad, assign, context));
        Assert.Equal(first, await _desk.Incident(cad, assign, context with { Deadline = cluster.Clock.GetUtcNow().AddSeconds(-1) }));
        Assert.Empty((await _desk.IncidentOf(cad)).Assignments);
    }

    [Fact]
    public async Task Sent_many_times_at_once_it_is_done_once()
    {
        var cad = await _desk.Opened();
        var before = cluster.Facts(cad).Count;
        var context = _desk.Context();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _desk.Incident(cad, new AddEntry("Once"), context)));

        Assert.Single(answers.Distinct());
        Assert.Equal(before + 1, cluster.Facts(cad).Count);
    }

    [Fact]
    public async Task Opened_again_on_another_number_it_answers_with_the_first()
    {
        var open = new OpenIncident("01", "Help", Desk.Nowhere, "", Grade.Immediate);
        var context = _desk.Context();
        var first = Desk.Done(await _desk.Incident(Desk.NewCad(), open, context));
        var other = Desk.NewCad(site: 2);

        Assert.Equal(first, await _desk.Incident(other, open, context));
        Assert.Empty(cluster.Facts(other));
    }

    [Fact]
    public async Task An_emergency_sent_again_opens_no_second_incident()
    {
        var callsign = await _desk.OnPatrol(pod: 1);
        var context = _desk.Context();
        var first = Desk.Done(await _desk.Status(callsign, UnitStatus.Emergency, context));

        Assert.Equal(first, await _desk.Status(callsign, UnitStatus.Emergency, context));
        Assert.Single(cluster.Facts(UnitState.KeyOf(callsign)).OfType<EmergencyRaised>());
    }

    [Fact]
    public async Task A_status_sent_again_through_another_gateway_gets_the_first_answer_though_the_board_knows_a_newer_fix()
    {
        var callsign = await _desk.OnPatrol(pod: 2);
        var context = _desk.Context();
        var first = Desk.Done(await _desk.Unit(callsign, StatusAt(-0.10), context));

        Assert.Equal(first, await _desk.Unit(callsign, StatusAt(-0.11), context));

        SetStatus StatusAt(double longitude) => new(
            UnitStatus.AtStation,
            new Fix(new Point(longitude, 51.5), cluster.Clock.GetUtcNow(), 10),
            new Place(new Point(longitude, 51.5), "", "Camden", "CN"));
    }

    [Fact]
    public async Task An_id_used_for_another_command_is_refused()
    {
        var cad = await _desk.Opened();
        var other = await _desk.Opened(site: 1);
        var callsign = await _desk.OnPatrol();
        var context = _desk.Context();
        Desk.Done(await _desk.Incident(cad, new AddEntry("First"), context));

        Desk.Refused(RefusalCode.CommandIdReused, await _desk.Incident(cad, new AddEntry("Second"), context));
        Desk.Refused(RefusalCode.CommandIdReused, await _desk.Incident(other, new AddEntry("First"), context));
        Desk.Refused(RefusalCode.CommandIdReused, await _desk.Incident(cad, new GiveGrade(Grade.Immediate, ""), context));
        Desk.Refused(RefusalCode.CommandIdReused, await _desk.Status(callsign, UnitStatus.AtStation, context));
        Assert.Equal(UnitStatus.OnPatrol, (await _desk.UnitOf(callsign)).Status);
    }

    [Fact]
    public async Task Past_its_deadline_a_command_is_refused_and_nothing_is_written()
    {
        var cad = await _desk.Opened();
        var before = cluster.Store.LastPosition;

        Desk.Refused(RefusalCode.CommandExpired, await _desk.Incident(cad, new AddEntry("Late"), Late()));
        Desk.Refused(RefusalCode.CommandExpired, await _desk.Incident(Desk.NewCad(), new OpenIncident("01", "Late", Desk.Nowhere, "", null), Late()));

        Assert.Equal(before, cluster.Store.LastPosition);

        CommandContext Late() => _desk.Context() with { Deadline = cluster.Clock.GetUtcNow().AddTicks(-1) };
    }

    [Fact]
    public async Task A_command_whose_deadline_passes_while_it_asks_others_is_refused()
    {
        var cad = await _desk.Opened();
        const string callsign = "NW9999";
        await cluster.Behind.AppendAsync([_desk.OnPatrolFacts(callsign)], Desk.At(), null);
        var context = _desk.Context();
        cluster.OnRead = stream =>
        {
            if (string.Equals(stream, UnitState.KeyOf(callsign), StringComparison.Ordinal))
            {
                cluster.OnRead = null;
                cluster.Clock.Advance(TimeSpan.FromSeconds(11));
            }
        };

        Desk.Refused(RefusalCode.CommandExpired, await _desk.Incident(cad, new AssignUnit(callsign, "", null), context));

        Assert.Equal("", (await _desk.UnitOf(callsign)).Incident);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_that_failed_in_the_store_is_done_once_when_it_is_sent_again(bool written)
    {
        var cad = await _desk.Opened();
        var context = _desk.Context();
        var before = cluster.Facts(cad).Count;
        var failures = 1;
        foreach (var log in cluster.Logs.Values)
        {
            log.Appending = (request, commit) =>
            {
                if (!string.Equals(request.Command?.Id, context.CommandId, StringComparison.Ordinal) || Interlocked.Decrement(ref failures) < 0)
                {
                    return Task.FromResult(commit());
                }

                _ = written ? commit() : null;
                throw MemoryEventLog.Fault();
            };
        }

        await Assert.ThrowsAnyAsync<Exception>(() => _desk.Incident(cad, new AddEntry("Perhaps"), context));
        Assert.Equal(written ? before + 1 : before, cluster.Facts(cad).Count);

        var answer = Desk.Done(await _desk.Incident(cad, new AddEntry("Perhaps"), context));
        Assert.Equal(answer, await _desk.Incident(cad, new AddEntry("Perhaps"), context));
        Assert.Equal(before + 1, cluster.Facts(cad).Count);
        Desk.Done(await _desk.Incident(cad, new AddEntry("And on")));
        foreach (var log in cluster.Logs.Values)
        {
            log.Appending = null;
        }
    }
}
