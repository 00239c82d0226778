using System.Collections.Frozen;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Xunit;

namespace Despatch.Domain.Tests.Linking;

public sealed class LinkMatchingTests
{
    private const string Number = "+447700900123";
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Born = new(1984, 3, 12);
    private static readonly Actor By = new("handler-1", Role.CallHandler);

    private static readonly LinkPolicy Policy = new(
        NearMetres: 150, NearWithin: TimeSpan.FromMinutes(30), SamePlaceMetres: 300, Offered: 3, Least: 0.5, LookedUp: 50, Compared: 50,
        SharedFrom: 3, RareUpTo: 2, NeighbourhoodMetres: 1_500,
        Weights: new Dictionary<LinkEvidence, double>
        {
            [LinkEvidence.Number] = 0.75, [LinkEvidence.SharedNumber] = 0.2, [LinkEvidence.Person] = 0.95, [LinkEvidence.PersonNearly] = 0.8,
            [LinkEvidence.BornAndSurname] = 0.7, [LinkEvidence.BornAndInitials] = 0.7, [LinkEvidence.DwellingUnplaced] = 0.55, [LinkEvidence.BornAndFirstName] = 0.4, [LinkEvidence.RareName] = 0.6, [LinkEvidence.Name] = 0.3, [LinkEvidence.NameNearby] = 0.6,
            [LinkEvidence.Dwelling] = 0.8, [LinkEvidence.Building] = 0.3, [LinkEvidence.SomeFlat] = 0.5, [LinkEvidence.Event] = 0.7, [LinkEvidence.EventOtherwiseCalled] = 0.55,
        }.ToFrozenDictionary());

    [Fact]
    public void The_same_number_is_a_candidate_with_its_reason()
    {
        var found = Assert.Single(Best(About(number: Number), (1, About(number: Number)), (2, About(number: "+447700900999"))));

        Assert.Equal((Key(1), 0.75), (found.Incident, found.Score));
        Assert.Equal(new LinkReason(LinkEvidence.Number, "The same number +447700900123."), Assert.Single(found.Reasons));
    }

    [Fact]
    public void A_number_that_many_different_people_call_from_is_no_candidate_by_itself()
    {
        var found = Best(
            About(number: Number, persons: [Person("Ann Lee")]),
            (1, About(number: Number, persons: [Person("Peter Jones")])),
            (2, About(number: Number, persons: [Person("Maria Gomez")])),
            (3, About(number: Number, persons: [Person("Chidi Okafor")])));

        Assert.Empty(found);
    }

    [Fact]
    public void What_speaks_for_it_twice_counts_more_and_comes_first()
    {
        var found = Best(
            About(number: Number, persons: [Person("Muhammad Hussein", Born)]),
            (1, About(number: Number)),
            (2, About(number: Number, persons: [Person("Mohammed Hussain", Born)])));

        Assert.Equal([Key(2), Key(1)], found.Select(static c => c.Incident), StringComparer.Ordinal);
        Assert.Equal([LinkEvidence.Person, LinkEvidence.Number], found[0].Reasons.Select(static r => r.Evidence));
        Assert.Equal(0.99, found[0].Score);
    }

    [Fact]
    public void A_relative_of_the_same_surname_is_not_the_person() =>
        Assert.Empty(Best(About(persons: [Person("Ann Okafor", Born)]), (1, About(persons: [Person("Chidi Okafor", new DateOnly(1990, 1, 2))]))));

    [Fact]
    public void A_pet_name_with_the_same_date_of_birth_is_a_candidate() =>
        Assert.Equal(
            LinkEvidence.BornAndSurname,
            Assert.Single(Best(About(persons: [Person("Liz Abernathy", Born)]), (1, About(persons: [Person("Elizabeth Abernathy", Born)])))).Reasons[0].Evidence);

    [Fact]
    public void A_name_without_a_date_counts_by_how_few_have_it()
    {
        var rare = About(persons: [Person("Thessaly Quarrington")]);
        Assert.Equal(LinkEvidence.RareName, Assert.Single(Best(rare, (1, rare))).Reasons[0].Evidence);

        var common = About(persons: [Person("John Smith")]);
        Assert.Empty(Best(common, [.. Enumerable.Range(1, 3).Select(static n => (n, About(persons: [Person("John Smith", Born.AddDays(n))])))]));
    }

    [Fact]
    public void A_common_name_counts_in_its_own_neighbourhood()
    {
        var here = About(persons: [Person("John Smith")], point: new Point(-0.114, 51.461));
        var (near, far) = (here with { Persons = [Person("John Smith", Born)], Places = [new Place(new Point(-0.110, 51.465), "", "", "AS")], At = Noon.AddDays(-9) },
            here with { Persons = [Person("John Smith", Born.AddDays(9))], Places = [new Place(new Point(-0.2, 51.6), "", "", "NW")] });

        Assert.Equal((Key(1), LinkEvidence.NameNearby), Assert.Single(Best(here, (1, near), (2, far), (3, far with { Persons = [Person("John Smith", Born.AddDays(99))] }))) is var c ? (c.Incident, c.Reasons[0].Evidence) : default);
    }

    [Fact]
    public void The_same_dwelling_is_a_candidate_and_another_flat_is_none()
    {
        var found = Best(
            About(address: "Flat 2, 14 High St, SE13 5AB"),
            (1, About(address: "14 High Street flat 2 SE13 5AB")),
            (2, About(address: "Flat 3, 14 High Street, SE13 5AB")));

        Assert.Equal(Key(1), Assert.Single(found).Incident);
    }

    [Fact]
    public void An_address_without_a_town_is_a_candidate_while_no_other_such_is_known()
    {
        var wanted = About(address: "14 Acre Lane");
        (int, Particulars) brixton = (1, About(address: "14 acre ln, SW2 5SP")), elsewhere = (2, About(address: "14 Acre Lane, BR1 1AA"));

        Assert.Equal(LinkEvidence.DwellingUnplaced, Assert.Single(Best(wanted, brixton)).Reasons[0].Evidence);
        Assert.Empty(Best(wanted, brixton, elsewhere));
    }

    [Fact]
    public void Near_in_place_and_time_is_a_candidate_and_the_day_before_is_none()
    {
        var here = About(point: new Point(-0.114, 51.461));
        var found = Best(
            here,
            (1, About(point: new Point(-0.1135, 51.4612)) with { At = Noon.AddMinutes(-9) }),
            (2, About(point: new Point(-0.1135, 51.4612)) with { At = Noon.AddDays(-1) }),
            (3, About(point: new Point(-0.1035, 51.4612))));

        Assert.Equal("41 m away and 9 min before, called 100 too.", Assert.Single(found).Reasons[0].Words);
    }

    [Fact]
    public void No_more_are_offered_than_the_policy_says() =>
        Assert.Equal(3, Best(About(number: Number), [.. Enumerable.Range(1, 9).Select(static n => (n, About(number: Number)))]).Length);

    [Fact]
    public void Every_spot_within_reach_shares_a_tag_with_what_is_looked_up()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            var here = new Point(-0.5 + random.NextDouble(), 51.3 + (random.NextDouble() * 0.4));
            var there = new Point(here.Longitude + ((random.NextDouble() - 0.5) * 0.01), here.Latitude + ((random.NextDouble() - 0.5) * 0.006));
            if (here.MetresTo(there) > 150)
            {
                continue;
            }

            var before = Noon.AddMinutes(-30 * random.NextDouble());
            Assert.Contains(LinkTags.Near(there, before), LinkTags.Near(here, Noon, 150, TimeSpan.FromMinutes(30)), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Tags_fit_into_the_log_however_long_the_texts_are()
    {
        var address = new string('a', 200) + " 14 " + string.Join(' ', Enumerable.Repeat("unpronounceable", 20)) + " Street";
        var longest = LinkTags.Address(address).Concat(LinkTags.Person(Person(new string('k', 190) + " b", Born))).Max(static t => t.Length);

        Assert.InRange(longest, 1, 200);
    }

    [Fact]
    public void Candidates_are_offered_once_and_decided_once()
    {
        var candidate = new LinkCandidate(Key(1), 0.75, [], "100", Noon, "");
        var links = IncidentLinks.Evolve(IncidentLinks.None, new LinkCandidatesOffered([candidate]) { At = Noon, By = By });
        Assert.Equal([candidate], links.Candidates);

        var decision = LinkDecisions.Offering(
            Decision.Accept(Key(2), new PersonNamed(Person("Ann Lee")) { At = Noon, By = By }), Key(2), links, [candidate], By, Noon);
        Assert.Single(Assert.Single(Assert.IsType<Decision.Accepted>(decision).Changes).Events);

        var dismissed = IncidentLinks.Evolve(links, new LinkDismissed(Key(1), "another man") { At = Noon, By = By });
        Assert.Empty(dismissed.Candidates);
        Assert.True(dismissed.Knows(Key(1)));

        var linked = IncidentLinks.Evolve(links, new IncidentLinked(Key(1), "the same man") { At = Noon, By = By });
        Assert.Empty(linked.Candidates);
        Assert.True(linked.IsLinkedTo(Key(1)));
    }

    private static System.Collections.Immutable.ImmutableArray<LinkCandidate> Best(Particulars wanted, params (int Number, Particulars About)[] found) =>
        LinkMatching.Best(
            wanted, [.. found.Select(static f => new Compared(Key(f.Number), f.About))], [.. found.SelectMany(static f => f.About.Persons)], Policy);

    private static Particulars About(string number = "", NamedPerson[]? persons = null, string address = "", Point? point = null) =>
        (persons ?? []).Aggregate(
            Particulars.Evolve(Particulars.None, new IncidentOpened(
                new CadNumber(1, new DateOnly(2026, 11, 21)), "100", "help", new Place(point, address, "", "AS"), "", number, "") { At = Noon, By = By }),
            static (about, person) => Particulars.Evolve(about, new PersonNamed(person) { At = Noon, By = By }));

    private static NamedPerson Person(string name, DateOnly? born = null) => new(name, born, PersonRole.Caller);

    private static string Key(int number) => new CadNumber(number, new DateOnly(2026, 11, 20)).Key;
}
