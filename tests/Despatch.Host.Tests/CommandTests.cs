using System.Globalization;
using Despatch.Host.Tests.Hosting;
using Grpc.Core;

namespace Despatch.Host.Tests;

/// <summary>Command, requests between forces and reports, through the gateways of different sites.</summary>
public sealed class CommandTests(London london)
{
    private static CallOptions Chief => Gateway.As("CI1", "chief-inspector");

    [Fact]
    public async Task A_pursuit_is_the_centre_s_from_the_start_and_what_is_taken_from_a_borough_goes_back_only_when_it_is_accepted()
    {
        var pursuit = await OpenAsync("56");
        Assert.True((await london.Bow.IncidentAsync(pursuit)).Command is { Central: true, FromStart: true, Commander: "" });

        var cad = await OpenAsync("01");
        await london.Bow.SeesAsync(await london.Bow.BookOnAsync("AS112"));
        await london.Lambeth.AssignAsync(cad, "AS112");
        await london.Hendon.Incidents.TakeCommandAsync(
            new() { Command = Gateway.Command(), Cad = cad, Ground = V1.CommandGround.Legality, Rationale = "nobody has a power to enter" }, Chief);
        var standDown = new V1.StandDownRequest { Command = Gateway.Command(), Cad = cad, Callsign = "AS112", Reason = "enough there" };
        Assert.Equal("command-central", await RefusedAsync(london.Lambeth.Incidents.StandDownAsync(standDown, Gateway.As("BOS1", "borough-supervisor"))));

        await london.Bow.Incidents.HandBackCommandAsync(
            new() { Command = Gateway.Command(), Cad = cad, AcceptedBy = "Supt Grey", Words = "ours again" }, Chief);
        standDown.Command = Gateway.Command();
        await london.Lambeth.Incidents.StandDownAsync(standDown, Gateway.As("BOS1", "borough-supervisor"));

        var after = await london.Hendon.IncidentAsync(cad);
        Assert.False(after.Command.Central);
        Assert.Equal(["nobody has a power to enter", "ours again"], after.Command.Decisions.Select(d => d.Rationale));
        Assert.Empty(after.Assignments);
    }

    [Fact]
    public async Task A_request_to_another_force_keeps_its_incident_open_until_it_is_decided()
    {
        var cad = await OpenAsync("01");
        await london.Bow.Incidents.RequestForceAsync(
            new()
            {
                Command = Gateway.Command(),
                Cad = cad,
                Direction = V1.ForceDirection.ToForce,
                Kind = V1.ForceRequestKind.Enquiries,
                Force = "essex",
                Notice = V1.ForceNotice.CommandLog,
                Words = "the phone and a taxi both point to the wood",
            },
            Gateway.Despatcher);
        var row = await london.Hendon.IncidentAsync(cad);
        Assert.Equal(("mp1", V1.ForceRequestStage.Requested), (row.ForceRequests.Single().Request, row.ForceRequests.Single().Stage));

        var decide = new V1.DecideForceRequestRequest { Command = Gateway.Command(), Cad = cad, Request = "mp1", Accepted = true, DecidedBy = "Sgt Hill", Rank = "supervisor" };
        Assert.Equal("force-request-stage", await RefusedAsync(london.Lambeth.Incidents.DecideForceRequestAsync(decide, Gateway.Despatcher)));
        await london.Lambeth.Incidents.AcknowledgeForceRequestAsync(
            new() { Command = Gateway.Command(), Cad = cad, Request = "mp1", Name = "Sgt Hill", Words = "high risk, searching now" }, Gateway.Despatcher);
        decide.Command = Gateway.Command();
        await london.Lambeth.Incidents.DecideForceRequestAsync(decide, Gateway.Despatcher);

        Assert.Equal(V1.ForceRequestStage.Accepted, (await london.Bow.IncidentAsync(cad)).ForceRequests.Single().Stage);
    }

    [Fact]
    public async Task Any_site_reports_on_today_from_the_log()
    {
        await OpenAsync("01");
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(london.Hendon.Address);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).DateTime);
        var report = await new V1.Reports.ReportsClient(channel).MeasureAsync(
            new V1.MeasureRequest { FirstDay = Spelt(today.AddDays(-1)), LastDay = Spelt(today) }, Gateway.Supervisor);

        Assert.True(report.All is { Incidents: > 0, Immediate: > 0, HasPercentImmediate: true });
        Assert.Equal(report.All.Incidents, report.Pods.Sum(p => p.Measures.Incidents));
        Assert.Equal(report.All.Incidents, report.Hours.Sum(h => h.Measures.Incidents));

        static string Spelt(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task<string> OpenAsync(string code) =>
        (await london.Lambeth.Incidents.OpenAsync(
            new() { Command = Gateway.Command(), OpeningCode = code, Words = "a car that will not stop", Pod = "AS", Grade = V1.Grade.Immediate },
            Gateway.CallHandler)).Cad;

    private static async Task<string?> RefusedAsync(AsyncUnaryCall<V1.CommandReply> call) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await call)).Trailers.GetValue("refusal-code");
}
