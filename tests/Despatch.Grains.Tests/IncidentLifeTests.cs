using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>What becomes of a call, through the grains of three silos.</summary>
public sealed class IncidentLifeTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly Assessment Thrive = new("knife seen", "no injury", "high risk", "CCTV there", "old lady", "caller calm");

    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task A_call_becomes_an_incident_that_is_attended_resulted_closed_and_reopened()
    {
        var contact = await Recorded("+442079460001");
        Desk.Done(await _desk.Contact(contact, new AppendWords("He is back")));
        var transferred = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", null)));
        var cad = transferred.Key;
        Assert.Equal(cad, (await _desk.ContactOf(contact)).Incident);
        Assert.Equal((IncidentStatus.AwaitingGrade, "Help\nHe is back"), ((await _desk.IncidentOf(cad)).Status, (await _desk.IncidentOf(cad)).Words));

        Desk.Done(await _desk.Incident(cad, new Assess(Thrive)));
        Desk.Done(await _desk.Incident(cad, new GiveGrade(Grade.Immediate, "")));
        Desk.Done(await _desk.Incident(cad, new Locate(new Place(new Point(-0.1, 51.5), "1 Brixton Road", "Lambeth", "AS"))));
        Assert.Equal(IncidentStatus.AwaitingUnit, (await _desk.IncidentOf(cad)).Status);

        var callsign = await _desk.OnPatrol(pod: 1);
        await _desk.Assign(cad, callsign);
        await Expect(cad, callsign, IncidentStatus.UnitAssigned, AssignmentPhase.Assigned);
        Desk.Done(await _desk.Status(callsign, UnitStatus.EnRoute));
        await Expect(cad, callsign, IncidentStatus.UnitAssigned, AssignmentPhase.EnRoute);
        Desk.Done(await _desk.Status(callsign, UnitStatus.OnScene));
        await Expect(cad, callsign, IncidentStatus.Attended, AssignmentPhase.OnScene);
        Desk.Refused(RefusalCode.UnitsCommitted, await _desk.Incident(cad, new CloseIncident("")));
        Desk.Done(await _desk.Status(callsign, UnitStatus.OnPatrol));
        await Expect(cad, callsign, IncidentStatus.AwaitingResult, null);
        Assert.Equal("", (await _desk.UnitOf(callsign)).Incident);

        Desk.Done(await _desk.Incident(cad, new GiveResult("90", "All quiet")));
        Desk.Done(await _desk.Incident(cad, new CloseIncident("Done")));
        Desk.Refused(RefusalCode.IncidentClosed, await _desk.Incident(cad, new AddEntry("Late")));
        Desk.Done(await _desk.Incident(cad, new Reopen("He is back again")));
        Desk.Done(await _desk.Incident(cad, new AddEntry("Now it goes")));
        Assert.Equal(IncidentStatus.AwaitingResult, (await _desk.IncidentOf(cad)).Status);
    }

    [Fact]
    public async Task A_pursuit_is_the_centre_s_however_it_is_opened_and_a_taken_incident_goes_back_only_when_it_is_accepted()
    {
        var contact = await Recorded("");
        var pursuit = Desk.Done(await _desk.Contact(contact, new TransferContact("", "56", Grade.Immediate))).Key;
        Assert.True((await _desk.IncidentOf(pursuit)).Command is { IsCentral: true, FromStart: true, Commander: "" });

        contact = await Recorded("");
        var cad = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", Grade.Immediate))).Key;
        Desk.Done(await _desk.Incident(cad, new TakeCommand(CommandGround.LackOfResources, "nobody goes"), Chief()));
        var callsign = await _desk.OnPatrol(pod: 1);
        await _desk.Assign(cad, callsign);
        Desk.Refused(RefusalCode.CommandCentral, await _desk.Incident(cad, new StandDown(callsign, "enough")));
        Desk.Done(await _desk.Incident(cad, new HandBackCommand("Supt Grey", "ours again"), Chief()));
        Desk.Done(await _desk.Incident(cad, new StandDown(callsign, "enough")));

        CommandContext Chief() => _desk.Context(role: Role.ChiefInspector);
    }

    [Fact]
    public async Task A_second_call_is_attached_and_shows_the_first()
    {
        const string number = "+442079460002";
        var first = await Recorded(number);
        var cad = Desk.Done(await _desk.Contact(first, new TransferContact("", "01", Grade.Extended))).Key;

        var second = await Recorded(number);
        Desk.Done(await _desk.Contact(second, new TransferContact(cad, "", null)));

        Assert.Equal([cad, first], (await _desk.ContactOf(second)).Recorded!.Earlier.Select(e => e.Key), StringComparer.Ordinal);
        Assert.Equal([first, second], (await _desk.IncidentOf(cad)).Contacts);
        Desk.Refused(RefusalCode.ContactEnded, await _desk.Contact(second, new CloseContact("No")));
    }

    [Fact]
    public async Task A_contact_closed_at_first_contact_goes_nowhere()
    {
        var contact = await Recorded("");
        Desk.Done(await _desk.Contact(contact, new CloseContact("Told to call the council")));

        Desk.Refused(RefusalCode.ContactEnded, await _desk.Contact(contact, new TransferContact("", "01", null)));
    }

    [Fact]
    public async Task A_divert_is_written_on_three_streams_at_once_and_the_first_incident_awaits_a_unit()
    {
        var first = await _desk.Opened(Grade.Extended, site: 1);
        var second = await _desk.Opened(Grade.Immediate, site: 2);
        var callsign = await _desk.OnPatrol();
        await _desk.Assign(first, callsign);
        Desk.Refused(RefusalCode.UnitCommitted, await _desk.Incident(second, new AssignUnit(callsign, "", null)));

        var answer = Desk.Done(await _desk.Incident(second, new AssignUnit(callsign, "Life at risk", null)));

        var written = cluster.FactsUpTo(answer.Position, 4);
        Assert.Equal([second, UnitState.KeyOf(callsign), UnitState.KeyOf(callsign), first], written.Select(w => w.Stream), StringComparer.Ordinal);
        Assert.Equal(
            [typeof(UnitAssigned), typeof(UnitFreed), typeof(UnitCommitted), typeof(UnitDiverted)], written.Select(w => w.Fact.GetType()));
        Assert.Equal(second, answer.Key);
        Assert.Equal(IncidentStatus.AwaitingUnit, (await _desk.IncidentOf(first)).Status);
        Assert.Equal(IncidentStatus.UnitAssigned, (await _desk.IncidentOf(second)).Status);
        Assert.Equal(second, (await _desk.UnitOf(callsign)).Incident);
    }

    [Fact]
    public async Task A_unit_stood_down_is_available_and_its_incident_awaits_another()
    {
        var cad = await _desk.Opened(site: 2);
        var callsign = await _desk.OnPatrol(pod: 1);
        await _desk.Assign(cad, callsign);
        Desk.Done(await _desk.Status(callsign, UnitStatus.EnRoute));

        Desk.Done(await _desk.Incident(cad, new StandDown(callsign, "A nearer one was found")));

        Assert.Equal(IncidentStatus.AwaitingUnit, (await _desk.IncidentOf(cad)).Status);
        Assert.Equal((UnitStatus.OnPatrol, ""), ((await _desk.UnitOf(callsign)).Status, (await _desk.UnitOf(callsign)).Incident));
        Desk.Done(await _desk.Unit(callsign, new BookOff()));
        Desk.Refused(RefusalCode.UnitNotBookedOn, await _desk.Incident(cad, new AssignUnit(callsign, "", null)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Status_0_opens_an_immediate_incident_at_once_wherever_the_unit_is(bool committed)
    {
        var cad = await _desk.Opened(site: 1);
        var callsign = await _desk.OnPatrol(pod: 2);
        if (committed)
        {
            await _desk.Assign(cad, callsign);
            Desk.Done(await _desk.Status(callsign, UnitStatus.EnRoute));
        }

        var answer = Desk.Done(await _desk.Status(callsign, UnitStatus.Emergency));

        var raised = await _desk.IncidentOf(answer.Key);
        Assert.Equal((Grade.Immediate, callsign, IncidentStatus.AwaitingUnit), (raised.Grade!.Value, raised.RaisedBy, raised.Status));
        var unit = await _desk.UnitOf(callsign);
        Assert.Equal((UnitStatus.Emergency, committed ? cad : ""), (unit.Status, unit.Incident));
    }

    private async Task<string> Recorded(string number)
    {
        var context = _desk.Context();
        var key = ContactState.KeyPrefix + context.CommandId;
        var record = new RecordContact(Channel.Emergency, number, "Ms Adeyemi", null, Desk.Nowhere, false, false, "Help");
        Assert.Equal(key, Desk.Done(await _desk.Contact(key, record, context)).Key);
        return key;
    }

    private async Task Expect(string cad, string callsign, IncidentStatus status, AssignmentPhase? phase)
    {
        var state = await _desk.IncidentOf(cad);
        Assert.Equal((status, phase), (state.Status, state.AssignmentOf(callsign)?.Phase));
    }
}
