using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>
/// Two activations of a grain may exist for a moment. What the other one did is written to the log here, past the grain: the log
/// must win, and nobody may be refused for what is no longer so.
/// </summary>
public sealed class StaleActivationTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task A_conflict_is_decided_again_on_what_the_other_wrote()
    {
        var cad = await _desk.Opened(Grade.Extended);
        await Behind(cad, new EntryAdded("By the other") { At = Now, By = Desk.Supervisor });

        Desk.Done(await _desk.Incident(cad, new GiveGrade(Grade.Immediate, "")));

        Assert.Equal(
            [typeof(IncidentOpened), typeof(IncidentGraded), typeof(EntryAdded), typeof(IncidentGraded)],
            cluster.Facts(cad).Select(f => f.GetType()));
    }

    [Fact]
    public async Task What_no_longer_holds_is_refused_after_the_conflict()
    {
        var cad = await _desk.Opened();
        var other = await _desk.Opened(site: 1);
        var callsign = await _desk.OnPatrol();
        await BehindAssigned(other, callsign, from: null);

        Desk.Refused(RefusalCode.UnitCommitted, await _desk.Incident(cad, new AssignUnit(callsign, "", null)));

        Assert.Empty((await _desk.IncidentOf(cad)).Assignments);
    }

    [Fact]
    public async Task Nobody_is_refused_because_this_activation_missed_that_the_incident_is_open_again()
    {
        var cad = await _desk.Opened(Grade.Referred);
        await Behind(cad, new IncidentClosed("") { At = Now, By = Desk.Supervisor });
        Desk.Refused(RefusalCode.IncidentClosed, await _desk.Incident(cad, new AddEntry("Refused")));
        await Behind(cad, new IncidentReopened("New facts") { At = Now, By = Desk.Supervisor });

        Desk.Done(await _desk.Incident(cad, new AddEntry("Taken")));
    }

    [Fact]
    public async Task Nobody_is_refused_because_a_unit_s_activation_missed_that_it_is_free_again()
    {
        var first = await _desk.Opened(site: 1);
        var second = await _desk.Opened(site: 2);
        var callsign = await _desk.OnPatrol();
        await _desk.Assign(first, callsign);
        await Behind(first, new UnitReleased(callsign) { At = Now, By = Desk.Supervisor });
        await Behind(UnitState.KeyOf(callsign), new UnitFreed(first, "") { At = Now, By = Desk.Supervisor });

        Desk.Done(await _desk.Incident(second, new AssignUnit(callsign, "", null)));

        Assert.Equal(second, (await _desk.UnitOf(callsign)).Incident);
    }

    [Fact]
    public async Task A_grain_of_an_incident_that_others_opened_finds_it()
    {
        var cad = Desk.NewCad(site: 1);
        Desk.Refused(RefusalCode.IncidentUnknown, await _desk.Incident(cad, new AddEntry("Too early")));
        CadNumber.TryFromKey(cad, out var number);
        await Behind(cad, new IncidentOpened(number, "01", "Help", Desk.Nowhere, "", "", "") { At = Now, By = Desk.Supervisor });

        Desk.Done(await _desk.Incident(cad, new AddEntry("Now it is there")));
    }

    [Fact]
    public async Task A_unit_that_arrives_a_second_time_is_on_scene_though_the_incident_s_activation_missed_that_it_had_left()
    {
        var cad = await _desk.Opened(site: 1);
        var other = await _desk.Opened(Grade.Immediate, site: 2);
        var callsign = await _desk.OnPatrol();
        await _desk.Assign(cad, callsign);
        Desk.Done(await _desk.Status(callsign, UnitStatus.EnRoute));
        Desk.Done(await _desk.Status(callsign, UnitStatus.OnScene));
        Desk.Done(await _desk.Status(callsign, UnitStatus.CommittedDeployable));
        Assert.Equal(AssignmentPhase.OnScene, (await _desk.IncidentOf(cad)).AssignmentOf(callsign)!.Phase);
        await BehindAssigned(other, callsign, from: cad);
        await BehindAssigned(cad, callsign, from: other);
        Assert.Equal(cad, (await _desk.UnitOf(callsign)).Incident);

        Desk.Done(await _desk.Status(callsign, UnitStatus.OnScene));

        Assert.Equal(AssignmentPhase.OnScene, (await _desk.IncidentOf(cad)).AssignmentOf(callsign)!.Phase);
    }

    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    private Task Behind(string stream, DomainEvent fact) => Write([new Change(stream, [fact])]);

    private Task BehindAssigned(string to, string callsign, string? from)
    {
        var unit = UnitState.KeyOf(callsign);
        var committed = new UnitCommitted(to) { At = Now, By = Desk.Supervisor };
        var assigned = new UnitAssigned(callsign, from ?? "", "", null) { At = Now, By = Desk.Supervisor };
        return from is null
            ? Write([new Change(to, [assigned]), new Change(unit, [committed])])
            : Write(
            [
                new Change(to, [assigned]),
                new Change(unit, [new UnitFreed(from, "Worse") { At = Now, By = Desk.Supervisor }, committed]),
                new Change(from, [new UnitDiverted(callsign, to, "Worse", true) { At = Now, By = Desk.Supervisor }]),
            ]);
    }

    private async Task Write(Change[] changes)
    {
        var versions = Desk.At([.. changes.Select(c => (c.Stream, (long)cluster.Facts(c.Stream).Count))]);
        Assert.IsType<AppendResult.Appended>(await cluster.Behind.AppendAsync([.. changes], versions, null));
    }
}
