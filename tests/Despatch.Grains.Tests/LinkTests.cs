using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Risk;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Candidates, links and duplicates, through the grains of three silos.</summary>
public sealed class LinkTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly DateOnly Born = new(1984, 3, 12);

    private readonly Desk _desk = new(cluster);

    [Fact]
    public async Task An_opening_offers_what_came_from_the_same_number_open_or_closed()
    {
        const string number = "+442079461001";
        var open = await Opened(number);
        var closed = await Opened(number);
        Desk.Done(await _desk.Incident(closed, new GiveResult("90", "All quiet")));
        Desk.Done(await _desk.Incident(closed, new CloseIncident("Done") { OutcomeTold = "What came of it" }));

        var third = await _desk.IncidentOf(await Opened(number));

        Assert.Equal(new[] { open, closed }.Order(StringComparer.Ordinal), Keys(third).Order(StringComparer.Ordinal));
        Assert.All(third.Links.Candidates, static c => Assert.Equal(LinkEvidence.Number, Assert.Single(c.Reasons).Evidence));
    }

    [Fact]
    public async Task An_opening_offers_the_same_person_and_the_same_address_however_they_are_written()
    {
        var person = await Opened(persons: [new("Muhammad Hussein", Born, PersonRole.Victim)]);
        var address = await Opened(address: "14 High Street flat 2, SE13 5AB");

        var found = await _desk.IncidentOf(
            await Opened(address: "Flat 2, 14 High St, SE13 5AB", persons: [new("HUSSAIN, Mohammed", Born, PersonRole.Suspect)]));

        Assert.Equal(new[] { address, person }.Order(StringComparer.Ordinal), Keys(found).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_named_later_brings_what_they_were_in_before_and_is_found_themselves()
    {
        var before = await Opened();
        Desk.Done(await _desk.Incident(before, new NamePerson(new("Thessaly Quarrington", Born, PersonRole.Missing))));
        var now = await Opened();
        Assert.Empty((await _desk.IncidentOf(now)).Links.Candidates);

        Desk.Done(await _desk.Incident(now, new NamePerson(new("Tessaly Quarrington", Born, PersonRole.Missing))));

        Assert.Equal([before], Keys(await _desk.IncidentOf(now)));
    }

    [Fact]
    public async Task A_place_given_later_brings_what_is_near_in_place_and_time()
    {
        var first = await Opened(point: new Point(-0.1140, 51.4610));
        var second = await Opened();

        Desk.Done(await _desk.Incident(second, new Locate(new Place(new Point(-0.1145, 51.4611), "", "Lambeth", "AS"))));

        Assert.Equal(LinkEvidence.Event, Assert.Single((await _desk.IncidentOf(second)).Links.Candidates, c => string.Equals(c.Incident, first, StringComparison.Ordinal)).Reasons[0].Evidence);
    }

    [Fact]
    public async Task A_contact_shows_candidates_when_it_is_recorded_and_its_incident_has_them_too()
    {
        const string number = "+442079461002";
        var first = await Opened(number);
        var contact = ContactState.KeyPrefix + Desk.NextId();
        Desk.Done(await _desk.Contact(contact, new RecordContact(Channel.Emergency, number, "Ann Lee", null, Desk.Nowhere, false, false, "Help")));
        Assert.Equal([first], (await _desk.ContactOf(contact)).Candidates.Select(static c => c.Incident));

        var cad = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", null))).Key;

        var incident = await _desk.IncidentOf(cad);
        Assert.Equal([first], Keys(incident));
        Assert.Equal("Ann Lee", Assert.Single(incident.Links.About.Persons).Name);
    }

    [Fact]
    public async Task A_link_stands_on_both_and_is_no_candidate_any_more()
    {
        const string number = "+442079461003";
        var first = await Opened(number);
        var second = await Opened(number);

        Desk.Done(await _desk.Incident(second, new LinkIncident(first, "the same man")));

        Assert.Empty((await _desk.IncidentOf(second)).Links.Candidates);
        Assert.True((await _desk.IncidentOf(second)).Links.IsLinkedTo(first));
        Assert.True((await _desk.IncidentOf(first)).Links.IsLinkedTo(second));
        Desk.Done(await _desk.Incident(first, new UnlinkIncident(second, "another man")));
        Assert.False((await _desk.IncidentOf(second)).Links.IsLinkedTo(first));
    }

    [Fact]
    public async Task A_folded_duplicate_leaves_its_callers_with_the_first_and_what_they_say_later_goes_there()
    {
        var first = await Opened();
        var contact = ContactState.KeyPrefix + Desk.NextId();
        Desk.Done(await _desk.Contact(contact, new RecordContact(Channel.Emergency, "", "", null, Desk.Nowhere, false, false, "Help")));
        var second = Desk.Done(await _desk.Contact(contact, new TransferContact("", "01", Grade.Immediate))).Key;

        Desk.Done(await _desk.Incident(second, new FoldDuplicate(first, "one fight")));
        Desk.Done(await _desk.Contact(contact, new AppendWords("He has a knife")));

        var (kept, folded) = (await _desk.IncidentOf(first), await _desk.IncidentOf(second));
        Assert.Equal((first, true), (folded.Links.FoldedInto, folded.IsClosed));
        Assert.Equal([second], kept.Links.Duplicates);
        Assert.Equal([contact], kept.Contacts);
        Assert.Equal(Grade.Immediate, kept.Grade);
        Assert.Contains(cluster.Facts(first), static f => f is CallerSaid { Words: "He has a knife" });
    }

    private async Task<string> Opened(string number = "", string address = "", Point? point = null, ImmutableArray<NamedPerson> persons = default)
    {
        var key = Desk.NewCad();
        var place = new Place(point, address, "", "AS");
        var open = new OpenIncident("01", "Somebody at the door", place, number, Grade.Significant) { Persons = persons.IsDefault ? [] : persons };
        Desk.Done(await _desk.Incident(key, open));
        return key;
    }

    private static IEnumerable<string> Keys(IncidentState incident) => incident.Links.Candidates.Select(static c => c.Incident);
}
