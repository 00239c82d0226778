namespace Despatch.Gateway.Tests;

/// <summary>Bad requests about callers and what they are owed.</summary>
internal static class BadCallers
{
    private const string Cad = "1/21NOV26";
    private const string Contact = "contact-1";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        Record("a ring in the future", "presented_at", r => r.PresentedAt = BadRequests.Now(TimeSpan.FromHours(1))),
        Record("an officer of 65", "for_officer", r => r.ForOfficer = new string('o', 65)),
        Record("a way of 201", "via", r => r.Via = new string('v', 201)),
        Record("21 people", "people", r => r.People.AddRange(Enumerable.Range(0, 21).Select(_ => new V1.GivenPerson { Name = "Ann" }))),
        Record("a person of no name", "people[0].name", r => r.People.Add(new V1.GivenPerson())),
        Record("a person born on no day", "people[0].born", r => r.People.Add(new V1.GivenPerson { Name = "Ann", Born = "30.2.1990" })),
        Record("a person not born yet", "people[0].born", r => r.People.Add(new V1.GivenPerson { Name = "Ann", Born = "2999-01-01" })),
        Record("a person's id with a blank", "people[0].id", r => r.People.Add(new V1.GivenPerson { Id = "a b" })),
        BadRequests.Of("a sign of no kind", "kind", g => g.Contacts.RecordSignalAsync(
            new V1.RecordSignalRequest { Command = GatewayFixture.Command(), ContactId = Contact }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a ring-back without words", "words", g => g.Contacts.RingBackAsync(
            new V1.RingBackRequest { Command = GatewayFixture.Command(), ContactId = Contact }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("passed on to nobody", "to", g => g.Contacts.PassOnAsync(
            new V1.PassOnRequest { Command = GatewayFixture.Command(), ContactId = Contact }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a message taken without words", "words", g => g.Contacts.TakeMessageAsync(
            new V1.TakeMessageRequest { Command = GatewayFixture.Command(), ContactId = Contact }, GatewayFixture.AsSupervisor)),
        Promise("a promise of no kind", "kind", r => r.Kind = V1.PromiseKind.Unspecified),
        Promise("a promise for yesterday", "due", r => r.Due = BadRequests.Now(TimeSpan.FromDays(-1))),
        Promise("a promise without words", "words", r => r.Words = " "),
        BadRequests.Of("a promise of no number kept", "promise_id", g => g.Contacts.KeepPromiseAsync(
            new V1.KeepPromiseRequest { Command = GatewayFixture.Command(), ContactId = Contact, PromiseId = "x", Words = "told" },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("an incident's promise of no kind", "kind", g => g.Incidents.PromiseUpdateAsync(
            new V1.PromiseUpdateRequest { Command = GatewayFixture.Command(), Cad = Cad, Due = BadRequests.Now(TimeSpan.FromHours(1)), Words = "soon" },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("an incident's promise of no number kept", "promise_id", g => g.Incidents.KeepUpdateAsync(
            new V1.KeepUpdateRequest { Command = GatewayFixture.Command(), Cad = Cad, Words = "told" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a caller told nothing", "words", g => g.Incidents.TellCallerAsync(
            new V1.TellCallerRequest { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a report without words", "words", g => g.Records.ReportMisconductAsync(
            new V1.ReportMisconductRequest { Command = GatewayFixture.Command() }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a report of no form taken up", "report_id", g => g.Records.TakeMisconductAsync(
            new V1.TakeMisconductRequest { Command = GatewayFixture.Command(), ReportId = "17", Words = "seen" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("who read nothing", "contact_id", g => g.Records.WhoReadAsync(new V1.WhoReadRequest(), GatewayFixture.AsSupervisor)),
        BadRequests.Of("who read two things", "contact_id", g => g.Records.WhoReadAsync(
            new V1.WhoReadRequest { ContactId = Contact, Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("who read a mere name", "person", g => g.Records.WhoReadAsync(
            new V1.WhoReadRequest { Person = new V1.GivenPerson { Name = "Ann Lee" } }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("too many readings", "max", g => g.Records.WhoReadAsync(
            new V1.WhoReadRequest { Cad = Cad, Max = 1_001 }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a place for an open incident", "location", g => g.Contacts.TransferAsync(
            new V1.TransferContactRequest { Command = GatewayFixture.Command(), ContactId = Contact, ToCad = Cad, Location = new V1.Location() },
            GatewayFixture.AsSupervisor)),
    ];

    private static BadRequest Record(string name, string field, Action<V1.RecordContactRequest> spoil)
    {
        var request = new V1.RecordContactRequest { Command = GatewayFixture.Command(), Channel = V1.Channel._999, Words = "help" };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Contacts.RecordAsync(request, GatewayFixture.AsSupervisor));
    }

    private static BadRequest Promise(string name, string field, Action<V1.PromiseCallerRequest> spoil)
    {
        var request = new V1.PromiseCallerRequest
        {
            Command = GatewayFixture.Command(), ContactId = Contact, Kind = V1.PromiseKind.Update, Due = BadRequests.Now(TimeSpan.FromHours(1)), Words = "soon",
        };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Contacts.PromiseAsync(request, GatewayFixture.AsSupervisor));
    }
}
