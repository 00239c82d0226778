using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;

namespace Despatch.Gateway.Tests;

/// <summary>What the API takes and tells of callers.</summary>
public sealed class CallerTests : IClassFixture<GatewayFixture>
{
    private static readonly Actor By = new("CH1", Role.CallHandler);

    private readonly GatewayFixture _gateway;

    public CallerTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    [Fact]
    public async Task How_a_contact_came_in_reaches_its_grain()
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new V1.RecordContactRequest
        {
            Command = GatewayFixture.Command(), Channel = V1.Channel.Other, Words = "he has been in touch",
            PresentedAt = Wire.ToWire.Time(now.AddSeconds(-20)), AnsweredAt = Wire.ToWire.Time(now.AddSeconds(-14)),
            Via = "switchboard", ForOfficer = "PC Reid", AboutSomethingElse = "a court order",
            People = { new V1.GivenPerson { Name = "Ann Lee", Born = "1990-01-02" }, new V1.GivenPerson { Id = "N17" } },
        };
        await _gateway.Contacts.RecordAsync(request, GatewayFixture.AsSupervisor);

        var details = Assert.IsType<RecordContact>(Assert.Single(_gateway.Grains.Commands).Command).Details;
        Assert.NotNull(details);
        Assert.Equal(("switchboard", "PC Reid", "a court order"), (details.Via, details.ForOfficer, details.Otherwise));
        Assert.Equal([new GivenPerson("Ann Lee", new DateOnly(1990, 1, 2), ""), new GivenPerson("", null, "N17")], details.People);
        Assert.Equal(TimeSpan.FromSeconds(6), details.Rang);
    }

    [Fact]
    public async Task A_request_that_says_nothing_of_it_has_no_details()
    {
        var request = new V1.RecordContactRequest { Command = GatewayFixture.Command(), Channel = V1.Channel._999, Words = "help" };
        await _gateway.Contacts.RecordAsync(request, GatewayFixture.AsSupervisor);

        Assert.Null(Assert.IsType<RecordContact>(Assert.Single(_gateway.Grains.Commands).Command).Details);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(null, false)]
    public async Task A_contact_tells_whether_it_was_answered_within_10_seconds(int? rang, bool inTime)
    {
        var at = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        var details = CallDetails.None with { PresentedAt = at, AnsweredAt = rang is { } s ? at.AddSeconds(s) : null };
        var contact = await GetAsync(Recorded(at, details));

        Assert.True(contact.HasAnsweredInTime);
        Assert.Equal(inTime, contact.AnsweredInTime);
        Assert.False((await GetAsync(Recorded(at, null))).HasAnsweredInTime);
    }

    [Fact]
    public async Task A_contact_tells_what_is_owed_and_who_owes_it()
    {
        var at = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        var incident = new CadNumber(4711, new DateOnly(2026, 11, 21)).Key;
        var contact = await GetAsync(
            Recorded(at, CallDetails.None with { ForOfficer = "PC Reid" }),
            new MisuseFound("+447700900123", 12) { At = at, By = By },
            new OpenIncidentsFound([new FoundIncident(incident, "the same number")]) { At = at, By = By },
            new ContactBelongs(incident) { At = at, By = By },
            new SignalHeard(SignalKind.Cough, "at once") { At = at, By = By },
            new CallerRungBack("contact-c", false, "no reply") { At = at, By = By },
            new CallerPromised("1", PromiseKind.CallBack, at.AddHours(1), "what the ward says") { At = at, By = By });

        Assert.Equal(("PC Reid", at, 12), (contact.Owner, contact.MessageSince.ToDateTimeOffset(), contact.MisuseContacts));
        Assert.Equal(new V1.BelongsTo { Cad = "4711/21NOV26", Because = "the same number", Attached = true }, Assert.Single(contact.BelongsTo));
        Assert.Equal(("4711/21NOV26", V1.SignalKind.Cough), (Assert.Single(contact.Cads), Assert.Single(contact.Signals).Kind));
        Assert.False(Assert.Single(contact.RingBacks).Answered);
        Assert.Equal(at, contact.RingBackSince.ToDateTimeOffset());
        Assert.Equal(V1.PromiseKind.CallBack, Assert.Single(contact.Promises).Kind);
    }

    [Fact]
    public async Task An_incident_tells_who_presses_and_what_its_callers_are_owed()
    {
        await _gateway.AppendAsync(Facts.Opened(301, "AS"));
        await _gateway.AppendAsync(Facts.Fact(301, (at, by) => new ContactAttached("contact-2", "", "where are you?") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(301, (at, by) => new CallerPromised("1", PromiseKind.Update, at.AddHours(1), "soon") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(301, (at, by) => new RingBackOwed("contact-3", "+447700900123", at) { At = at, By = by }));
        _gateway.Grains.States[Facts.Cad(301).Key] = _gateway.Board.Incident(Facts.Cad(301).Key)!;

        var incident = await _gateway.Incidents.GetAsync(new V1.GetIncidentRequest { Cad = "301/21NOV26" }, GatewayFixture.AsSupervisor);

        Assert.Equal((1, 1), (incident.FurtherContacts, incident.PressingContacts));
        Assert.Equal("soon", Assert.Single(incident.Promises).Words);
        Assert.Equal(("contact-3", "+447700900123"), (Assert.Single(incident.RingBacks).ContactId, incident.RingBacks[0].CallerNumber));
        Assert.Equal(V1.EscalationClock.Pressure, incident.Escalation.NextClock);
    }

    private static ContactRecorded Recorded(DateTimeOffset at, CallDetails? details) =>
        new(Channel.Emergency, "+447700900123", "", null, new Place(null, "", "", "AS"), Silent: true, Abandoned: false, "", [])
        {
            Details = details,
            At = at,
            By = By,
        };

    private async Task<V1.Contact> GetAsync(params DomainEvent[] facts)
    {
        _gateway.Grains.States["contact-c"] = facts.Aggregate(ContactState.Initial, ContactState.Evolve);
        return await _gateway.Contacts.GetAsync(new V1.GetContactRequest { ContactId = "contact-c" }, GatewayFixture.AsSupervisor);
    }
}
