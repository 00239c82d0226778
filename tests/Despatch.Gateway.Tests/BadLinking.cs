namespace Despatch.Gateway.Tests;

/// <summary>Bad requests about people, links and duplicates.</summary>
internal static class BadLinking
{
    private const string Cad = "1/21NOV26";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        Person("nobody named", "person", r => r.Person = null),
        Person("a person without a name", "person.name", r => r.Person.Name = " "),
        Person("a person who is a title only", "person.name", r => r.Person.Name = "Mrs"),
        Person("a person's name of 201", "person.name", r => r.Person.Name = new string('n', 201)),
        Person("a person without a role", "person.role", r => r.Person.Role = V1.PersonRole.Unspecified),
        Person("a person of an unknown role", "person.role", r => r.Person.Role = (V1.PersonRole)99),
        Person("a date of birth of another form", "person.born", r => r.Person.Born = "12/03/1984"),
        Person("a date of birth of no day", "person.born", r => r.Person.Born = "1984-02-30"),
        Person("born in the future", "person.born", r => r.Person.Born = "2984-02-20"),
        Person("born 200 years ago", "person.born", r => r.Person.Born = "1824-02-20"),
        BadRequests.Of("opened with a person without a name", "persons[1].name", g => g.Incidents.OpenAsync(
            new V1.OpenIncidentRequest
            {
                Command = GatewayFixture.Command(), OpeningCode = "01", Words = "help",
                Persons = { Somebody(), new V1.NamedPerson { Role = V1.PersonRole.Other } },
            },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("opened with 21 people", "persons", g => g.Incidents.OpenAsync(
            new V1.OpenIncidentRequest
            {
                Command = GatewayFixture.Command(), OpeningCode = "01", Words = "help", Persons = { Enumerable.Range(0, 21).Select(_ => Somebody()) },
            },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("a link to no CAD", "to_cad", g => g.Incidents.LinkAsync(
            new V1.LinkRequest { Command = GatewayFixture.Command(), Cad = Cad, Reason = "why" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a link without a reason", "reason", g => g.Incidents.LinkAsync(
            new V1.LinkRequest { Command = GatewayFixture.Command(), Cad = Cad, ToCad = "2/21NOV26" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("unlinked from no CAD", "to_cad", g => g.Incidents.UnlinkAsync(
            new V1.UnlinkRequest { Command = GatewayFixture.Command(), Cad = Cad, Reason = "why" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a dismissal without a reason", "reason", g => g.Incidents.DismissCandidateAsync(
            new V1.DismissCandidateRequest { Command = GatewayFixture.Command(), Cad = Cad, CandidateCad = "2/21NOV26" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("folded into no CAD", "into_cad", g => g.Incidents.FoldDuplicateAsync(
            new V1.FoldDuplicateRequest { Command = GatewayFixture.Command(), Cad = Cad, Reason = "why" }, GatewayFixture.AsSupervisor)),
    ];

    private static V1.NamedPerson Somebody() => new() { Name = "Ann Lee", Born = "1984-03-12", Role = V1.PersonRole.Victim };

    private static BadRequest Person(string name, string field, Action<V1.NamePersonRequest> spoil)
    {
        var request = new V1.NamePersonRequest { Command = GatewayFixture.Command(), Cad = Cad, Person = Somebody() };
        spoil(request);
        return BadRequests.Of(name, field, g => g.Incidents.NamePersonAsync(request, GatewayFixture.AsSupervisor));
    }
}
