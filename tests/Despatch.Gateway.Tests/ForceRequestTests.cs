using Despatch.Domain;
using Despatch.Domain.MissingPersons;

namespace Despatch.Gateway.Tests;

/// <summary>Requests between forces over the API.</summary>
public sealed class ForceRequestTests : IClassFixture<GatewayFixture>
{
    private const string Cad = "1/21NOV26";

    private readonly GatewayFixture _gateway;

    public ForceRequestTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    [Fact]
    public async Task Commands_reach_the_incident_s_grain_as_what_they_are()
    {
        await _gateway.Incidents.RequestForceAsync(Good(), GatewayFixture.AsSupervisor);
        await _gateway.Incidents.AcknowledgeForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", Name = "Sgt Hill", Words = "high risk" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.EscalateForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", To = "duty-officer", Ours = "Insp Shah", Theirs = "Insp Lane", Words = "the risk" },
            GatewayFixture.AsSupervisor);
        await _gateway.Incidents.DecideForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", DecidedBy = "Insp Lane", Rank = "duty-officer", Rationale = "not there" },
            GatewayFixture.AsSupervisor);
        await _gateway.Incidents.DecideForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp2", Accepted = true }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.WithdrawForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", Reason = "found" }, GatewayFixture.AsSupervisor);

        Assert.Equal(
            [
                new RequestForce(ForceDirection.ToForce, ForceRequestKind.Transfer, "essex", ForceNotice.TransferForm, "the phone is there"),
                new AcknowledgeForceRequest("mp1", "Sgt Hill", "high risk"),
                new EscalateForceRequest("mp1", Role.DutyOfficer, "Insp Shah", "Insp Lane", "the risk"),
                new DecideForceRequest("mp1", false, "Insp Lane", Role.DutyOfficer, "not there"),
                new DecideForceRequest("mp2", true, "", null, ""),
                new WithdrawForceRequest("mp1", "found"),
            ],
            _gateway.Grains.Commands.Select(c => c.Command));
    }

    [Fact]
    public async Task The_row_of_an_incident_shows_its_requests_who_owns_it_and_when_the_next_is_told()
    {
        await _gateway.AppendAsync(Facts.Opened(301, "SE"));
        await _gateway.AppendAsync(Facts.Fact(301, (at, by) =>
            new ForceRequested("mp1", ForceDirection.ToForce, ForceRequestKind.Transfer, "kent", ForceNotice.Email, "seen in Dartford") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(301, (at, by) => new ForceRequestAcknowledged("mp1", "Sgt Hill", "high risk") { At = at, By = by }));
        var row = await RowAsync();
        var request = Assert.Single(row.ForceRequests);
        Assert.Equal(("mp1", "kent", V1.ForceRequestStage.Acknowledged, "Sgt Hill"), (request.Request, request.Force, request.Stage, request.AcknowledgedBy));
        Assert.Equal("", row.OwnerForce);

        await _gateway.AppendAsync(Facts.Fact(301, (at, by) =>
            new ForceRequestDecided("mp1", true, "Insp Lane", Role.DutyOfficer, "most enquiries are there") { At = at, By = by }));
        Assert.Equal("kent", (await RowAsync()).OwnerForce);

        async Task<V1.Incident> RowAsync()
        {
            using var watch = _gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "SE" } }, GatewayFixture.AsSupervisor);
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            return watch.ResponseStream.Current.Incidents.Single(i => i.Cad is "301/21NOV26");
        }
    }

    [Fact]
    public async Task The_number_of_another_force_s_supervisor_is_found_by_a_part_of_its_name()
    {
        var forces = new V1.Forces.ForcesClient(_gateway.Channel);
        var all = await forces.ListAsync(new V1.ListForcesRequest(), GatewayFixture.AsSupervisor);
        var found = await forces.ListAsync(new V1.ListForcesRequest { Name = "ESSEX" }, GatewayFixture.AsSupervisor);

        Assert.Equal(all.Forces.OrderBy(f => f.Name, StringComparer.Ordinal), all.Forces);
        Assert.Equal("essex", Assert.Single(found.Forces).Code);
        Assert.StartsWith("+44", found.Forces[0].SupervisorNumber, StringComparison.Ordinal);
    }

    private static V1.RequestForceRequest Good() => new()
    {
        Command = GatewayFixture.Command(),
        Cad = Cad,
        Direction = V1.ForceDirection.ToForce,
        Kind = V1.ForceRequestKind.Transfer,
        Force = "essex",
        Notice = V1.ForceNotice.TransferForm,
        Words = "the phone is there",
    };

    /// <summary>Bad requests about other forces.</summary>
    internal static IReadOnlyList<BadRequest> Bad { get; } =
    [
        Request("a request without direction", "direction", r => r.Direction = V1.ForceDirection.Unspecified),
        Request("a request of no kind", "kind", r => r.Kind = (V1.ForceRequestKind)9),
        Request("a request of an unknown force", "force", r => r.Force = "wessex"),
        Request("a request without notice", "notice", r => r.Notice = V1.ForceNotice.Unspecified),
        Request("a request without words", "words", r => r.Words = " "),
        BadRequests.Of("an acknowledgement by nobody", "name", g => g.Incidents.AcknowledgeForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", Words = "high" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("an acknowledgement of nothing", "request", g => g.Incidents.AcknowledgeForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Name = "Sgt Hill", Words = "high" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a disagreement put to a sergeant", "to", g => g.Incidents.EscalateForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", To = "supervisor", Ours = "a", Theirs = "b", Words = "risk" },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("a decision by no rank", "rank", g => g.Incidents.DecideForceRequestAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Request = "mp1", Rank = "mayor" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("forces by a name of 201", "name", g => new V1.Forces.ForcesClient(g.Channel).ListAsync(
            new V1.ListForcesRequest { Name = new string('n', 201) }, GatewayFixture.AsSupervisor)),
    ];

    private static BadRequest Request(string name, string field, Action<V1.RequestForceRequest> spoil)
    {
        var request = Good();
        spoil(request);
        return BadRequests.Of(name, field, g => g.Incidents.RequestForceAsync(request, GatewayFixture.AsSupervisor));
    }
}
