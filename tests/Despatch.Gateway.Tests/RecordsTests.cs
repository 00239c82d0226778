using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;
using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>Restricted records, and who read what.</summary>
public sealed class RecordsTests : IClassFixture<GatewayFixture>
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly Actor By = new("CH1", Role.CallHandler);
    private static readonly GivenPerson Ann = new("Ann Lee", new DateOnly(1990, 1, 2), "");

    private readonly GatewayFixture _gateway;

    public RecordsTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    private static CallOptions Standards => GatewayFixture.As(new Metadata { { "x-operator", "PS1" }, { "x-role", "professional-standards" } });

    private static CallOptions As(string name, string role) => GatewayFixture.As(new Metadata { { "x-operator", name }, { "x-role", role } });

    [Fact]
    public async Task A_report_reaches_its_own_grain_with_the_call_and_the_incident_it_came_with()
    {
        _gateway.Grains.States["contact-9"] = Contact();
        await _gateway.AppendAsync(Facts.Opened(401, "AS"));
        _gateway.Grains.States[Facts.Cad(401).Key] = _gateway.Board.Incident(Facts.Cad(401).Key)!;
        var request = Report("contact-9", "401/21NOV26");

        var made = await _gateway.Records.ReportMisconductAsync(request, As("CH1", "call-handler"));

        var asked = Assert.Single(_gateway.Grains.Commands);
        Assert.Equal("misconduct-" + request.Command.CommandId, asked.Key);
        Assert.Equal(made.ReportId, asked.Key);
        Assert.Equal(new ReportMisconduct("contact-9", Facts.Cad(401).Key, "not known", "an officer sent her pictures"), asked.Command);
    }

    [Fact]
    public async Task A_report_about_a_call_or_incident_that_is_not_there_is_refused()
    {
        var contact = await RefusedAsync(() => _gateway.Records.ReportMisconductAsync(Report("contact-none", ""), Standards).ResponseAsync);
        var incident = await RefusedAsync(() => _gateway.Records.ReportMisconductAsync(Report("", "9999/21NOV26"), Standards).ResponseAsync);

        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (contact.StatusCode, incident.StatusCode));
        Assert.Empty(_gateway.Grains.Commands);
    }

    [Theory]
    [InlineData("crew")]
    [InlineData("call-handler")]
    [InlineData("supervisor")]
    [InlineData("duty-officer")]
    [InlineData("chief-inspector")]
    public async Task Nobody_but_professional_standards_reads_a_report_or_who_read_what_however_senior(string role)
    {
        Reported("misconduct-1");
        var report = new V1.GetMisconductRequest { ReportId = "misconduct-1" };
        var get = await RefusedAsync(() => _gateway.Records.GetMisconductAsync(report, As(role, role)).ResponseAsync);
        var list = await RefusedAsync(() => _gateway.Records.ListMisconductAsync(new(), As(role, role)).ResponseAsync);
        var who = await RefusedAsync(() => _gateway.Records.WhoReadAsync(new() { ReportId = "misconduct-1" }, As(role, role)).ResponseAsync);

        Assert.All([get, list, who], refused => Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode));
        var tries = await ReadersAsync(new V1.WhoReadRequest { ReportId = "misconduct-1" });
        var theirs = tries.Where(t => string.Equals(t.Operator, role, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(theirs);
        Assert.All(theirs, t => Assert.Equal("refused", t.How));
    }

    [Fact]
    public async Task Professional_standards_reads_a_report_and_that_is_on_record_too()
    {
        Reported("misconduct-2");
        var report = await _gateway.Records.GetMisconductAsync(new V1.GetMisconductRequest { ReportId = "misconduct-2" }, Standards);

        Assert.Equal(("contact-9", "an officer sent her pictures", "CH1"), (report.ContactId, report.Words, report.ReportedBy));
        var readings = await ReadersAsync(new V1.WhoReadRequest { ReportId = "misconduct-2" });
        Assert.Contains(readings, r => (r.Operator, r.Role, r.How) == ("PS1", "professional-standards", "get"));
    }

    [Fact]
    public async Task A_report_that_is_not_there_is_not_found_by_those_who_may_know()
    {
        var unknown = await RefusedAsync(() =>
            _gateway.Records.GetMisconductAsync(new V1.GetMisconductRequest { ReportId = "misconduct-none" }, Standards).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Reports_are_listed_newest_first()
    {
        foreach (var key in new[] { "misconduct-3", "misconduct-4" })
        {
            Reported(key);
            await _gateway.AppendTaggedAsync(key, ((MisconductState)_gateway.Grains.States[key]).Report!, MisconductState.Tag);
        }

        var listed = await _gateway.Records.ListMisconductAsync(new V1.ListMisconductRequest(), Standards);

        Assert.Equal(["misconduct-4", "misconduct-3"], listed.Reports.Select(r => r.ReportId), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Who_looked_at_a_person_is_told_whatever_record_named_them()
    {
        _gateway.Grains.States["contact-9"] = Contact();
        await _gateway.AppendAsync(Facts.Opened(402, "AS"));
        await _gateway.AppendAsync(Facts.Fact(402, (at, by) => new PeopleNamed("contact-9", [Ann]) { At = at, By = by }));
        _gateway.Grains.States[Facts.Cad(402).Key] = _gateway.Board.Incident(Facts.Cad(402).Key)!;

        await _gateway.Contacts.GetAsync(new V1.GetContactRequest { ContactId = "contact-9" }, As("PC1", "crew"));
        await _gateway.Incidents.GetAsync(new V1.GetIncidentRequest { Cad = "402/21NOV26" }, As("PC2", "despatcher"));
        await _gateway.Incidents.HistoryAsync(new V1.HistoryRequest { Cad = "402/21NOV26" }, As("PC3", "supervisor"));
        using var watch = _gateway.Incidents.Watch(new V1.WatchIncidentRequest { Cad = "402/21NOV26" }, As("PC4", "supervisor"));
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var readings = await ReadersAsync(new V1.WhoReadRequest { Person = new V1.GivenPerson { Name = "LEE, Ann", Born = "1990-01-02" } });
        Assert.Equal(
            ["PC4 watch 402/21NOV26", "PC3 history 402/21NOV26", "PC2 get 402/21NOV26", "PC1 get contact-9"],
            Looks(readings).Select(r => $"{r.Operator} {r.How} {r.Record}"),
            StringComparer.Ordinal);
        var ofCad = await ReadersAsync(new V1.WhoReadRequest { Cad = "402/21NOV26" });
        Assert.Equal(["PC4", "PC3", "PC2"], Looks(ofCad).Select(r => r.Operator), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Looking_up_a_marker_is_on_record_under_the_marker_and_under_the_name()
    {
        var kind = new MarkerKind("violence", null, 0);
        _gateway.Grains.States["marker-7"] = MarkerState.Evolve(
            MarkerState.Initial,
            new MarkerAdded(kind, new MarkerSubject(SubjectKind.Person, "Ben Stone", null), "he hits", "PNC", At, null, "AS") { At = At, By = By });

        await _gateway.Markers.GetAsync(new V1.GetMarkerRequest { MarkerId = "marker-7" }, As("PC5", "crew"));

        Assert.Contains(await ReadersAsync(new V1.WhoReadRequest { MarkerId = "marker-7" }), r => (r.Operator, r.How) == ("PC5", "get"));
        var named = await ReadersAsync(new V1.WhoReadRequest { Person = new V1.GivenPerson { Name = "Mr Ben Stone", Born = "1980-05-06" } });
        Assert.Contains(named, r => (r.Operator, r.Record) == ("PC5", "marker-7"));
    }

    private static MisconductState Made(string words) =>
        MisconductState.Initial with { Report = new MisconductReported("contact-9", "", "not known", words) { At = At, By = By } };

    private static ContactState Contact() => ContactState.Evolve(
        ContactState.Initial,
        new ContactRecorded(Channel.Emergency, "", "", null, new Place(null, "", "", "AS"), Silent: false, Abandoned: false, "a fight", [])
        {
            Details = CallDetails.None with { People = [Ann] },
            At = At,
            By = By,
        });

    private static V1.ReportMisconductRequest Report(string contact, string cad) => new()
    {
        Command = GatewayFixture.Command(), ContactId = contact, Cad = cad, Officer = "not known", Words = "an officer sent her pictures",
    };

    private static IEnumerable<V1.Reading> Looks(IEnumerable<V1.Reading> readings) =>
        readings.Where(r => !string.Equals(r.How, "who-read", StringComparison.Ordinal));

    private static async Task<RpcException> RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    private void Reported(string key) => _gateway.Grains.States[key] = Made("an officer sent her pictures");

    private async Task<IReadOnlyList<V1.Reading>> ReadersAsync(V1.WhoReadRequest request) =>
        (await _gateway.Records.WhoReadAsync(request, Standards)).Readings;
}
