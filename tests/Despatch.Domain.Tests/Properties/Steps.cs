using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Pods;
using Despatch.Domain.Risk;
using Despatch.Domain.Procedures;
using Despatch.Domain.Tests.Support;
using Despatch.Domain.Units;
using FsCheck.Fluent;
using FsCheck;

namespace Despatch.Domain.Tests.Properties;

/// <summary>One command, to one stream, by somebody.</summary>
internal sealed record Step(string Stream, object Command, Role Role)
{
    public override string ToString() => $"{Role} to {Names.Word(Stream)}: {Command}";
}

/// <summary>Random commands over a small city: three incidents and what emergencies raise, four units, two contacts.</summary>
internal static class Steps
{
    private static readonly string[] Callsigns = ["AS21", "AS22", "AS31", "TSG1"];
    private static readonly Ward Coldharbour = new("Coldharbour", Values.Brixton, 1000);

    private static readonly Gen<string> Reason = Gen.Elements("", "nearer", "a stabbing", "dealt with");

    private static readonly Gen<string> Callsign = Gen.Elements(Callsigns);

    private static readonly Gen<string> Cad =
        Gen.Elements("cad1", "cad1", "cad1", "cad2", "cad2", "cad2", "cad3", "cad3", "cad100").Select(Names.Stream);

    private static readonly Gen<UnitStatus> AtWork =
        Gen.Elements(UnitStatus.OnPatrol, UnitStatus.EnRoute, UnitStatus.OnScene, UnitStatus.CommittedDeployable);

    private static readonly Gen<Place> Place = Gen.Elements(
        new Place(Values.Brixton, "", "Lambeth", "AS"),
        new Place(new Point(-0.136, 51.514), "", "Westminster", "AW"),
        new Place(null, "", "", "AS"));

    private static readonly Gen<Grade> AnyGrade = Gen.Elements(Enum.GetValues<Grade>());

    private static readonly Gen<Role> Roles = Gen.Frequency(
        (1, Gen.Constant(Role.Crew)), (1, Gen.Constant(Role.CallHandler)), (4, Gen.Constant(Role.Despatcher)),
        (4, Gen.Constant(Role.Supervisor)), (1, Gen.Constant(Role.DutyOfficer)), (3, Gen.Constant(Role.ChiefInspector)));

    private static readonly Gen<Authority?> Word = Gen.Elements<Authority?>(
        null, new Authority("Insp Khan", Role.DutyOfficer, "go"), new Authority("CI Phillips", Role.ChiefInspector, "go"));

    /// <summary>Any step.</summary>
    public static Gen<Step> Any { get; } = Gen.Frequency((10, Incident()), (8, Assign()), (12, Unit()), (3, Contact()));

    /// <summary>Steps of despatchers and crews mostly, with every authority: more of them hold, so that units keep moving.</summary>
    public static Gen<Step> Despatching { get; } =
        Gen.Frequency((1, Incident()), (1, Unit()), (12, Assign().Select(Authorised)), (12, Working()));

    /// <summary>Steps of supervisors mostly, who result, close and reopen two incidents while units come and go.</summary>
    public static Gen<Step> Ending { get; } =
        Gen.Frequency((8, Ends()), (1, Incident()), (2, Contact()), (2, Assign().Select(Authorised)), (3, Unit()));

    /// <summary>A city at work: four units on patrol, two incidents open.</summary>
    public static World Start()
    {
        var world = World.Empty;
        foreach (var callsign in Callsigns)
        {
            world = Accepted(world, new Step(UnitState.KeyOf(callsign), BookOnOf(callsign), Role.Crew));
            var patrol = new SetStatus(UnitStatus.OnPatrol, null, new Place(null, "", "", "AS"));
            world = Accepted(world, new Step(UnitState.KeyOf(callsign), patrol, Role.Crew));
        }

        var place = new Place(Values.Brixton, "", "Lambeth", "AS");
        var fight = new OpenIncident("100", "a fight", place, "", Grade.Significant);
        var theft = new OpenIncident("101", "a theft", place, "", Grade.Extended);
        world = Accepted(world, new Step(Names.Stream("cad1"), fight, Role.CallHandler));
        return Accepted(world, new Step(Names.Stream("cad2"), theft, Role.CallHandler));
    }

    private static World Accepted(World world, Step step)
    {
        var decision = world.Decide(step.Stream, step.Command, new Actor("start", step.Role), Values.Moment("08:00"));
        Assert.IsType<Decision.Accepted>(decision);
        return world.After(decision);
    }

    private static BookOn BookOnOf(string callsign) => new(
        callsign switch { "AS31" => UnitKind.SaferNeighbourhoods, "TSG1" => UnitKind.Tsg, _ => UnitKind.ResponseCar },
        [], [new CrewMember("1", "PC Reid")], "AS", callsign == "AS31" ? Coldharbour : null, Values.Brixton);

    private static Gen<Step> Incident() =>
        from stream in Cad
        from command in IncidentCommands()
        from role in Roles
        select new Step(stream, command, role);

    private static Gen<IncidentCommand> IncidentCommands() => Gen.Frequency(
        (2, from place in Place from grade in AnyGrade.Select(static g => (Grade?)g).Or(Gen.Constant<Grade?>(null))
            select (IncidentCommand)new OpenIncident("100", "a fight", place, "", grade)),
        (1, Gen.Elements<IncidentCommand>(new AddEntry("no reply"), new AddEntry(""))),
        (1, Gen.Elements<IncidentCommand>(
            new AcknowledgeEscalation("seen"), new AgreeAppointment(Values.Moment("12:00"), "at noon"),
            new TagForDutyOfficer("nobody goes"), new Untag("seen to"), new AcceptHandover("mine now"),
            new PromiseUpdate(PromiseKind.CallBack, Values.Moment("12:00"), "a call back"), new KeepUpdate("1", "told"), new TellCaller("nobody comes"))),
        (2, Risks()),
        (1, Gen.Elements<IncidentCommand>(
            new ChangeCode("32", "he may be ill"), new ChangeCode("40", "or not"), new AskQuestion(Role.CallHandler, "who is it?"),
            new AnswerQuestion("last-seen", "at noon, near the trains"), new WithdrawQuestion("asked-1", "known now"),
            new CallAgency("network-rail", "a man on the line", "at caution", AgencyReply.Agreed), new RecordOutcome("person-seen", "spoken to", "AS21"))),
        (1, Gen.Constant<IncidentCommand>(new Assess((Assessment)Values.Default(typeof(Assessment), "")!))),
        (4, from grade in AnyGrade from reason in Reason select (IncidentCommand)new GiveGrade(grade, reason)),
        (1, Place.Select(static place => (IncidentCommand)new Locate(place))),
        (3, Gen.Elements<IncidentCommand>(new GiveResult("200", "done"), new GiveResult("", "done"))),
        (3, Gen.Elements<IncidentCommand>(new CloseIncident("done"), new CloseIncident("done") { OutcomeTold = "nothing further" })),
        (2, from other in Cad from reason in Reason from fold in Gen.Elements(true, false)
            select (IncidentCommand)(fold ? new FoldDuplicate(other, reason) : new LinkIncident(other, reason))),
        (2, Reason.Select(static reason => (IncidentCommand)new Reopen(reason))));

    private static Gen<IncidentCommand> Risks() => Gen.OneOf(
        Gen.Elements<IncidentCommand>(
            new Assess((Assessment)Values.Default(typeof(Assessment), "")!) { Flags = [new RiskFlag("threat-to-life", Grade.Immediate)] },
            new ReviewGrading("seen"), new RecordCheck("pnd", null, "nothing")),
        from callsign in Callsign
        from briefing in Gen.Choose(0, 6)
        select (IncidentCommand)new AcknowledgeBriefing(callsign, briefing, ""));

    private static Gen<Step> Assign() =>
        from stream in Cad
        from callsign in Callsign
        from reason in Reason
        from word in Word
        from role in Roles
        from down in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step(stream, down ? new StandDown(callsign, reason) : new AssignUnit(callsign, reason, word), role);

    private static Gen<Step> Ends() =>
        from stream in Gen.Elements("cad1", "cad2").Select(Names.Stream)
        from command in Gen.Elements<IncidentCommand>(
            new GiveResult("200", "done"), new CloseIncident("done"), new Reopen("rang again"), new GiveGrade(Grade.Immediate, "worse"))
        select new Step(stream, command, Role.Supervisor);

    private static Step Authorised(Step step) => step with
    {
        Stream = step.Stream == Names.Stream("cad3") ? Names.Stream("cad1") : step.Stream,
        Role = Role.ChiefInspector,
        Command = step.Command switch
        {
            AssignUnit { DivertReason: "" } c => c with { DivertReason = "nearer" },
            StandDown { Reason: "" } c => c with { Reason = "dealt with" },
            var other => other,
        },
    };

    private static Gen<Step> Unit() =>
        from callsign in Callsign
        from command in Gen.Frequency(
            (1, Gen.Constant<UnitCommand>(BookOnOf(callsign))),
            (1, Gen.Constant<UnitCommand>(new BookOff())),
            (1, Status(UnitStatus.Emergency)),
            (5, Gen.Elements(Enum.GetValues<UnitStatus>()[1..]).SelectMany(Status)),
            (9, AtWork.SelectMany(Status)))
        select new Step(UnitState.KeyOf(callsign), command, Role.Crew);

    private static Gen<Step> Working() =>
        from callsign in Callsign
        from command in AtWork.SelectMany(Status)
        select new Step(UnitState.KeyOf(callsign), command, Role.Crew);

    private static Gen<UnitCommand> Status(UnitStatus status) =>
        from place in Place
        let fix = place.Point is { } at ? new Fix(at, Values.Moment("09:00"), 10) : null
        select (UnitCommand)new SetStatus(status, fix, place);

    private static Gen<Step> Contact() =>
        from word in Gen.Elements("contact1", "contact2")
        from place in Place
        from grade in AnyGrade
        from cad in Cad.Or(Gen.Constant(""))
        from command in Gen.Elements<ContactCommand>(
            new RecordContact(Channel.Emergency, "+447700900123", "", null, place, false, false, "help"),
            new RecordContact(Channel.Emergency, "+447700900124", "", null, place, true, false, ""),
            new AppendWords("quickly"),
            new RecordSignal(SignalKind.Cough, "at once"),
            new RingBack(Answered: false, "no reply"),
            new RingBack(Answered: true, "she is safe"),
            new PassOn("Lee", "end of shift"),
            new PromiseCaller(PromiseKind.Update, Values.Moment("12:00"), "how it stands"),
            new KeepPromise("1", "a car is near"),
            new TransferContact(cad, "101", grade) { Words = "and another thing" },
            new CloseContact("told to ring 101"),
            new TransferContact(cad, "100", grade))
        select new Step(Names.Stream(word), command, Role.CallHandler);
}
