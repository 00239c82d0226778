using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>To which open incident a contact belongs, through the grains of three silos.</summary>
public sealed class BelongingTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task A_second_call_is_attached_as_it_is_taken_down_and_presses()
    {
        const string number = "+442079461001";
        var cad = await Opened(number);

        var second = await Recorded(number);

        var incident = await _desk.IncidentOf(cad);
        Assert.Contains(second, incident.Contacts);
        Assert.Equal(second, Assert.Single(incident.Callers.Pressing).Contact);
        Assert.Equal([cad], (await _desk.ContactOf(second)).Care.Incidents);
        Desk.Done(await _desk.Contact(second, new AppendWords("He is at the door")));
        Desk.Done(await _desk.Contact(second, new CloseContact("Told that a car is on its way")));
    }

    [Fact]
    public async Task Of_two_open_incidents_somebody_chooses()
    {
        const string number = "+442079461002";
        var (one, other) = (await Opened(number), await Opened(number, otherwise: "a second thing"));

        var contact = await Recorded(number);

        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), (await _desk.ContactOf(contact)).Care.Found.Select(f => f.Incident).Order(StringComparer.Ordinal));
        Desk.Refused(RefusalCode.ContactUnattached, await _desk.Contact(contact, new CloseContact("Told to wait")));
        Desk.Done(await _desk.Contact(contact, new TransferContact(other, "", null)));
        Assert.Contains(contact, (await _desk.IncidentOf(other)).Contacts);
    }

    [Fact]
    public async Task One_call_raises_two_incidents_and_what_is_said_later_reaches_both()
    {
        var contact = await Recorded("+442079461003");
        var one = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", Grade.Significant))).Key;
        Desk.Refused(RefusalCode.ContactEnded, await _desk.Contact(contact, new TransferContact("", "01", null)));
        var other = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", null) { Words = "And next door burns" })).Key;

        var answer = Desk.Done(await _desk.Contact(contact, new AppendWords("It spreads")));

        Assert.Equal([contact, one, other], cluster.FactsUpTo(answer.Position, 3).Select(w => w.Stream).Order(StringComparer.Ordinal));
        Assert.Equal("And next door burns", (await _desk.IncidentOf(other)).Words);
    }

    [Fact]
    public async Task Ten_misuse_calls_are_shown_and_bar_nothing()
    {
        const string number = "+442079461004";
        for (var i = 0; i < 10; i++)
        {
            Desk.Done(await _desk.Contact(await Recorded(number), new CloseContact("Told that 999 is for emergencies") { Misuse = true }));
        }

        var contact = await Recorded(number);
        Assert.Equal(10, (await _desk.ContactOf(contact)).Care.Misuse);
        var cad = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", Grade.Immediate))).Key;
        var incident = await _desk.IncidentOf(cad);
        Assert.Equal((10, Grade.Immediate), (incident.Callers.Misuse, incident.Grade));
    }

    [Fact]
    public async Task A_closed_incident_takes_no_further_contact()
    {
        const string number = "+442079461005";
        var cad = await Opened(number);
        Desk.Done(await _desk.Incident(cad, new GiveResult("90", "All quiet")));
        Desk.Refused(RefusalCode.OutcomeNotTold, await _desk.Incident(cad, new CloseIncident("")));
        Desk.Done(await _desk.Incident(cad, new CloseIncident("") { OutcomeTold = "That nobody will come" }));

        Assert.Empty((await _desk.ContactOf(await Recorded(number))).Care.Found);
    }

    private async Task<string> Opened(string number, string otherwise = "") =>
        Desk.Done(await _desk.Contact(await Recorded(number, otherwise), new TransferContact("", "01", Grade.Significant))).Key;

    private async Task<string> Recorded(string number, string otherwise = "")
    {
        var context = _desk.Context();
        var key = ContactState.KeyPrefix + context.CommandId;
        var record = new RecordContact(Channel.Emergency, number, "", null, Desk.Nowhere, false, false, "Help")
        {
            Details = otherwise.Length > 0 ? CallDetails.None with { Otherwise = otherwise } : null,
        };
        Desk.Done(await _desk.Contact(key, record, context));
        return key;
    }
}
