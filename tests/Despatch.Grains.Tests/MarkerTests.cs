using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Incidents are told of what is known about who calls, from where, and about what is checked.</summary>
public sealed class MarkerTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly MarkerKind Scheme = new("special-scheme", Grade.Immediate, 14);
    private static readonly MarkerKind Violence = new("violence", null, 0);

    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task An_incident_that_is_opened_is_told_of_the_phone_and_the_address()
    {
        var phone = await MarkAsync(Violence, new(SubjectKind.Phone, "+447700900301", null));
        var address = await MarkAsync(Violence, new(SubjectKind.Address, "301 Rose Lane", null));
        await MarkAsync(Violence, new(SubjectKind.Phone, "+447700900302", null));
        var cad = Desk.NewCad();

        Desk.Done(await _desk.Incident(cad, new OpenIncident("01", "help", At("301 rose ln"), "+447700900301", Grade.Significant)));

        Assert.Equal([address, phone], (await _desk.IncidentOf(cad)).Risk.Markers.Select(static m => m.Key));
    }

    [Fact]
    public async Task A_contact_brings_what_is_known_of_its_caller_to_a_new_incident_and_to_an_open_one()
    {
        var person = await MarkAsync(Violence, new(SubjectKind.Person, "Josephine Doe", null));
        var open = await _desk.Opened();
        foreach (var to in (string[])["", open])
        {
            var contact = "contact-" + Desk.NextId();
            Desk.Done(await _desk.Contact(
                contact, new RecordContact(Channel.Emergency, "", "josephine DOE", null, At(""), false, false, "help")));
            var transferred = Desk.Done(await _desk.Contact(contact, new TransferContact(to, "01", Grade.Significant)));

            Assert.Equal(person, Assert.Single((await _desk.IncidentOf(transferred.Key)).Risk.Markers).Key);
        }
    }

    [Fact]
    public async Task A_special_scheme_on_the_address_that_becomes_known_proposes_I()
    {
        await MarkAsync(Scheme, new(SubjectKind.Address, "303 Rose Lane", null), cluster.Clock.GetUtcNow().AddMonths(3));
        var cad = await _desk.Opened(grade: null);

        Desk.Done(await _desk.Incident(cad, new Locate(At("303 Rose Lane"))));

        Desk.Refused(RefusalCode.ReasonNeeded, await _desk.Incident(cad, new GiveGrade(Grade.Significant, "")));
        Desk.Done(await _desk.Incident(cad, new GiveGrade(Grade.Immediate, "")));
    }

    [Fact]
    public async Task A_check_brings_the_markers_of_whom_it_was_about_and_not_those_withdrawn()
    {
        var subject = new MarkerSubject(SubjectKind.Person, "Theodore Roe", null);
        var stands = await MarkAsync(Violence, subject);
        var gone = await MarkAsync(Violence, subject);
        Desk.Done(await Marker(gone, new WithdrawMarker("another man of that name")));
        var cad = await _desk.Opened();

        Desk.Done(await _desk.Incident(cad, new RecordCheck("pnd", subject, "known for violence")));
        Desk.Done(await _desk.Incident(cad, new RecordCheck("pnd", subject, "the same again")));

        var risk = (await _desk.IncidentOf(cad)).Risk;
        Assert.Equal((stands, 2), (Assert.Single(risk.Markers).Key, risk.Checks.Length));
    }

    [Fact]
    public async Task A_special_scheme_is_not_closed_while_its_task_waits_and_its_grain_raises_it()
    {
        var ends = cluster.Clock.GetUtcNow().AddDays(14).AddMinutes(-2);
        var key = await MarkAsync(Scheme, new(SubjectKind.Address, "305 Rose Lane", null), ends);

        Desk.Done(await cluster.Client.GetGrain<IMarkerGrain>(key).RaiseDue("nobody has rung her"));
        Desk.Refused(RefusalCode.NoEscalation, await cluster.Client.GetGrain<IMarkerGrain>(key).RaiseDue("nobody has rung her"));

        var raised = Assert.Single(cluster.Facts(key).OfType<MarkerEscalated>());
        Assert.Equal((Domain.Escalation.EscalationClock.Scheme, 1, "despatcher"), (raised.Clock, raised.Step, raised.Rung));
        Desk.Done(await Marker(key, new ExtendMarker(ends.AddMonths(3), "she asked")));
        Assert.Empty((await cluster.Client.GetGrain<IMarkerGrain>(key).Peek(long.MaxValue)).State.Escalation.Items);
    }

    private static Place At(string address) => new(null, address, "", "AS");

    private Task<Answer> Marker(string key, MarkerCommand command) =>
        cluster.Client.GetGrain<IMarkerGrain>(key).Execute(command, _desk.Context());

    private async Task<string> MarkAsync(MarkerKind kind, MarkerSubject subject, DateTimeOffset? until = null)
    {
        var key = MarkerState.KeyPrefix + Desk.NextId();
        Desk.Done(await Marker(key, new AddMarker(kind, subject, "bites", "a force", null, until, "AS")));
        return key;
    }
}
