using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Gateway.Tests;

/// <summary>Command of incidents and declarations over the API.</summary>
public sealed class CommandOfIncidentTests : IClassFixture<GatewayFixture>
{
    private const string Cad = "1/21NOV26";

    private readonly GatewayFixture _gateway;

    public CommandOfIncidentTests(GatewayFixture gateway)
    {
        _gateway = gateway;
        gateway.Grains.Forget();
    }

    /// <summary>Bad requests about command.</summary>
    internal static IReadOnlyList<BadRequest> Bad { get; } =
    [
        BadRequests.Of("command on no ground", "ground", g => g.Incidents.TakeCommandAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Rationale = "because" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("command with a rationale of 4,001", "rationale", g => g.Incidents.TakeCommandAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Ground = V1.CommandGround.Legality, Rationale = new string('r', 4_001) },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("a senior team of nobody", "name", g => g.Incidents.TellSeniorTeamAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "told" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("no decision", "decision", g => g.Incidents.RecordDecisionAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Rationale = "because" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("command accepted by nobody", "accepted_by", g => g.Incidents.HandBackCommandAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "ours" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a declaration of no level", "level", g => g.Incidents.DeclareAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "grave" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a report without hazards", "methane.hazards", g => g.Incidents.DeclareAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Level = V1.DeclarationLevel.Major, Words = "grave", Methane = Methane(m => m.Hazards = "") },
            GatewayFixture.AsSupervisor)),
        BadRequests.Of("no report", "methane", g => g.Incidents.ReportMethaneAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a duty officer of nobody", "name", g => g.Incidents.InformDutyOfficerAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "told" }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("the end of a declaration without words", "words", g => g.Incidents.EndDeclarationAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad }, GatewayFixture.AsSupervisor)),
        BadRequests.Of("a stand down on nobody's word", "authority.operator", g => g.Incidents.StandDownAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Callsign = "AS21", Reason = "x", Authority = new() { Role = "chief-inspector", Words = "go" } },
            GatewayFixture.AsSupervisor)),
    ];

    [Fact]
    public async Task Commands_reach_the_incident_s_grain_as_what_they_are()
    {
        var word = new V1.Authority { Operator = "CI Ross", Role = "chief-inspector", Words = "they may go" };
        await _gateway.Incidents.TakeCommandAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Ground = V1.CommandGround.HumanRights, Rationale = "a vigil" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.TellSeniorTeamAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Name = "Supt Grey", Words = "told" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.RecordDecisionAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Decision = "wait", Rationale = "calm" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.HandBackCommandAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, AcceptedBy = "Supt Grey", Words = "ours" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.DeclareAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Level = V1.DeclarationLevel.Major, Words = "grave", Methane = Methane(_ => { }) },
            GatewayFixture.AsSupervisor);
        await _gateway.Incidents.ReportMethaneAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Methane = Methane(_ => { }) }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.InformDutyOfficerAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Name = "Insp Shah", Words = "told" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.EndDeclarationAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Words = "over" }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.StandDownAsync(
            new() { Command = GatewayFixture.Command(), Cad = Cad, Callsign = "AS21", Reason = "enough", Authority = word }, GatewayFixture.AsSupervisor);
        await _gateway.Incidents.CloseAsync(new() { Command = GatewayFixture.Command(), Cad = Cad, Authority = word }, GatewayFixture.AsSupervisor);

        var said = new Authority("CI Ross", Role.ChiefInspector, "they may go");
        var seven = new Methane("declared", "the bridge", "a bus", "fast water", "from the north", "forty", "all called");
        Assert.Equal(
            [
                new TakeCommand(CommandGround.HumanRights, "a vigil"), new TellSeniorTeam("Supt Grey", "told"), new RecordDecision("wait", "calm"),
                new HandBackCommand("Supt Grey", "ours"), new DeclareIncident(DeclarationLevel.Major, "grave", seven), new ReportMethane(seven),
                new InformDutyOfficer("Insp Shah", "told"), new EndDeclaration("over"), new StandDown("AS21", "enough", said), new CloseIncident("", said),
            ],
            _gateway.Grains.Commands.Select(c => c.Command));
    }

    [Fact]
    public async Task A_row_says_who_commands_who_was_told_what_was_decided_and_what_it_is_declared()
    {
        await _gateway.AppendAsync(Facts.Opened(401, "SN"));
        Assert.False((await RowAsync()).Command.Central);

        var chief = new Actor("CI1", Role.ChiefInspector);
        await _gateway.AppendAsync(Facts.Fact(401, (at, _) => new CommandTaken(CommandGround.LackOfResources, "no unit in an hour") { At = at, By = chief }));
        await _gateway.AppendAsync(Facts.Fact(401, (at, _) => new SeniorTeamTold("Supt Grey", "told") { At = at, By = chief }));
        await _gateway.AppendAsync(Facts.Fact(401, (at, by) => new IncidentDeclared(DeclarationLevel.Critical, "grave", null) { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(401, (at, by) => new DutyOfficerInformed("Insp Shah", "told") { At = at, By = by }));
        var command = (await RowAsync()).Command;

        Assert.Equal((true, false, "CI1", V1.CommandGround.LackOfResources, "Supt Grey"),
            (command.Central, command.FromStart, command.Commander, command.Ground, command.SeniorTeamTold));
        var entry = Assert.Single(command.Decisions);
        Assert.Equal(("CI1", "chief-inspector", "Took command.", "no unit in an hour"), (entry.Operator, entry.Role, entry.Decision, entry.Rationale));
        Assert.Equal((V1.DeclarationLevel.Critical, "DES1", "grave", "Insp Shah"),
            (command.Declaration.Level, command.Declaration.Operator, command.Declaration.Words, command.Declaration.DutyOfficerTold));

        async Task<V1.Incident> RowAsync()
        {
            using var watch = _gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "SN" } }, GatewayFixture.AsSupervisor);
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            return watch.ResponseStream.Current.Incidents.Single(i => i.Cad is "401/21NOV26");
        }
    }

    [Fact]
    public async Task Whoever_works_an_incident_sees_that_the_one_it_is_linked_with_is_declared_major()
    {
        var seven = new Methane("declared", "the bridge", "a bus", "fast water", "from the north", "forty", "all called");
        await _gateway.AppendAsync(Facts.Opened(411, "WA"), Facts.Opened(412, "WA"));
        await _gateway.AppendAsync(
            Facts.Fact(411, (at, by) => new IncidentLinked(Facts.Cad(412).Key, "the same bus") { At = at, By = by }),
            Facts.Fact(412, (at, by) => new IncidentLinked(Facts.Cad(411).Key, "the same bus") { At = at, By = by }));
        await _gateway.AppendAsync(Facts.Fact(411, (at, by) => new IncidentDeclared(DeclarationLevel.Major, "a bus in the river", seven) { At = at, By = by }));

        using var watch = _gateway.Pods.WatchBoard(new V1.WatchBoardRequest { Pods = { "WA" } }, GatewayFixture.AsSupervisor);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var link = Assert.Single(watch.ResponseStream.Current.Incidents.Single(i => i.Cad is "412/21NOV26").Links);

        Assert.Equal(("411/21NOV26", V1.DeclarationLevel.Major), (link.Cad, link.Declared));
    }

    private static V1.Methane Methane(Action<V1.Methane> spoil)
    {
        var methane = new V1.Methane
        {
            Major = "declared", Location = "the bridge", Type = "a bus", Hazards = "fast water", Access = "from the north", Casualties = "forty", Services = "all called",
        };
        spoil(methane);
        return methane;
    }
}
