using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;
using Despatch.EventLog;
using Despatch.Gateway.History;

namespace Despatch.Gateway.Tests;

/// <summary>An incident's history in words.</summary>
public sealed class FactWordsTests
{
    private static readonly Actor By = new("PC 1", Role.Despatcher);
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly CadNumber Cad = new(4711, new DateOnly(2026, 11, 21));
    private static readonly Place Somewhere = new(new Point(-0.1, 51.5), "1 High Street", "Lambeth", "AS");

    private static readonly (DomainEvent Fact, string Says)[] Facts =
    [
        (new IncidentOpened(Cad, "01", "help", Somewhere, "", "+447700900123", "") { At = At, By = By },
            "Opened as 01, caller +447700900123, 1 High Street, Lambeth, (-0.1, 51.5), pod AS: help"),
        (new ContactAttached("contact-1", "", "more") { At = At, By = By }, "contact-1 is about this too: more"),
        (new EntryAdded("he has left") { At = At, By = By }, "he has left"),
        (new IncidentAssessed(new Assessment("a b", "c d", "e f", "g h", "i j", "k l")) { At = At, By = By },
            "Assessed. Threat: a b. Harm: c d. Risk: e f. Investigation: g h. Vulnerability: i j. Engagement: k l."),
        (new IncidentGraded(Grade.Immediate, null, "") { At = At, By = By }, "Graded I."),
        (new IncidentGraded(Grade.Extended, Grade.Immediate, "no threat") { At = At, By = By }, "Regraded from I to E because: no threat."),
        (new IncidentLocated(new Place(null, "", "", "AS")) { At = At, By = By }, "Located at a place not known yet, pod AS."),
        (new UnitAssigned("AS1", "", "", null) { At = At, By = By }, "AS1 was assigned."),
        (new UnitAssigned("AS1", Cad.Key, "nearer", new Authority("CI 2", Role.ChiefInspector, "go")) { At = At, By = By },
            "AS1 was assigned, diverted from CAD 4711/21NOV26 because: nearer, on the word of CI 2 (chief-inspector): go."),
        (new UnitDiverted("AS1", Cad.Key, "nearer", true) { At = At, By = By },
            "AS1 was diverted to CAD 4711/21NOV26 because: nearer. No unit is committed now."),
        (new UnitStoodDown("AS1", "not needed", false) { At = At, By = By }, "AS1 was stood down because: not needed."),
        (new UnitEnRoute("AS1") { At = At, By = By }, "AS1 is en route."),
        (new UnitOnScene("AS1") { At = At, By = By }, "AS1 is on scene."),
        (new UnitReleased("AS1") { At = At, By = By }, "AS1 has left the scene and is available."),
        (new IncidentResulted("R1", "") { At = At, By = By }, "Resulted R1."),
        (new IncidentClosed("done") { At = At, By = By }, "Closed: done."),
        (new IncidentReopened("again") { At = At, By = By }, "Reopened because: again."),
        (new IncidentEscalated(EscalationClock.NoUnit, 3, At, "neighbours", Role.Despatcher, true, "four units, all committed") { At = At, By = By },
            "No unit is assigned: step 3, neighbours (despatcher) and the neighbouring pods told. Tried: four units, all committed"),
        (new IncidentEscalated(EscalationClock.Target, 2, At, "supervisor", Role.Supervisor, false, "AS1 en route") { At = At, By = By },
            "The promise to attend is running out or broken: step 2, supervisor (supervisor) told. Tried: AS1 en route"),
        (new EscalationAcknowledged("seen") { At = At, By = By }, "Escalation acknowledged: seen."),
        (new AppointmentAgreed(new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero), "after work") { At = At, By = By },
            "Appointment agreed for 01 Jul 2026 10:00: after work."),
        (new IncidentEscalated(EscalationClock.Grading, 1, At, "despatcher", Role.Despatcher, false, "not graded since 10:00") { At = At, By = By },
            "Nobody has graded it: step 1, despatcher (despatcher) told. Tried: not graded since 10:00"),
        (new IncidentEscalated(EscalationClock.Review, 1, At, "despatcher", Role.Despatcher, false, "nothing since 10:00") { At = At, By = By },
            "Nobody has acted on it for its review time: step 1, despatcher (despatcher) told. Tried: nothing since 10:00"),
        (new IncidentTagged("nobody has gone") { At = At, By = By }, "Put on the duty officer's list: nobody has gone."),
        (new IncidentUntagged("a unit is there") { At = At, By = By }, "Taken off the duty officer's list: a unit is there."),
        (new PersonNamed(new NamedPerson("Ann Lee", new DateOnly(1984, 3, 12), PersonRole.Victim)) { At = At, By = By },
            "Ann Lee was named, born 12 Mar 1984: victim."),
        (new LinkCandidatesOffered([new(Cad.Key, 0.8, [new LinkReason(LinkEvidence.Dwelling, "The same address.")], "01", At, "help")]) { At = At, By = By },
            "May belong to CAD 4711/21NOV26 (0.80): The same address."),
        (new LinkDismissed(Cad.Key, "another man") { At = At, By = By }, "Has nothing to do with CAD 4711/21NOV26: another man"),
        (new IncidentLinked(Cad.Key, "the same man") { At = At, By = By }, "Linked with CAD 4711/21NOV26: the same man"),
        (new IncidentUnlinked(Cad.Key, "another man") { At = At, By = By }, "No longer linked with CAD 4711/21NOV26: another man"),
        (new IncidentFolded(Cad.Key, "one fight") { At = At, By = By }, "Folded into CAD 4711/21NOV26, which it repeats: one fight"),
        (new DuplicateAdopted(Cad.Key, "help", ["+447700900123"], [], "One fight.") { At = At, By = By },
            "CAD 4711/21NOV26 repeats this and was folded in, called from +447700900123: One fight. There: help"),
        (new PeopleNamed("contact-1", [new GivenPerson("Ann Lee", new DateOnly(1990, 1, 2), ""), new GivenPerson("", null, "N17")]) { At = At, By = By },
            "contact-1 names Ann Lee, born 02 Jan 1990; (N17)."),
        (new PersistentMisuseShown("+447700900199", 12) { At = At, By = By },
            "+447700900199 has misused 999 12 times. Look at what is said all the same."),
        (new RingBackOwed("contact-1", "", At) { At = At, By = By },
            "contact-1 was silent or abandoned at 10:00 and nobody has reached the caller: ring a withheld number back."),
        (new CallerTold("nobody will come") { At = At, By = By }, "The caller was told: nobody will come"),
        (new CallerRungBack("contact-1", false, "no reply") { At = At, By = By }, "contact-1 was rung back, and nobody answered: no reply"),
        (new CallerPromised("1", PromiseKind.CallBack, At.AddHours(2), "what the ward says") { At = At, By = By },
            "The caller was promised a call back (promise 1) by 21 Nov 2026 12:00: what the ward says"),
        (new PromiseKept("1", "she is back") { At = At, By = By }, "Promise 1 to the caller was kept: she is back"),
        (new RiskFlagged([new RiskFlag("rail-risk", Grade.Immediate), new RiskFlag("weapons", null)]) { At = At, By = By },
            "Risk flagged: rail-risk (proposes I), weapons."),
        (new RiskFlagged([]) { At = At, By = By }, "No risk is flagged any more."),
        (new CallerSaid("contact-1", "he has a knife") { At = At, By = By }, "The caller of contact-1 says: he has a knife"),
        (new GradingReviewed("he has left") { At = At, By = By }, "The grade below the proposal was seen by PC 1: he has left."),
        (new CheckRecorded("pnd", new MarkerSubject(SubjectKind.Person, "Jo Doe", null), "nothing known") { At = At, By = By },
            "Intelligence check pnd on Jo Doe: nothing known"),
        (new MarkersFound([Marker("violence", null), Marker("special-scheme", At.AddDays(-1))]) { At = At, By = By },
            "Markers: violence on Jo Doe: bites (source: a force); special-scheme on Jo Doe, EXPIRED 20 Nov 2026: bites (source: a force)."),
        (new BriefingAcknowledged("AS1", 3, "by radio") { At = At, By = By }, "AS1 has acknowledged what it was sent: by radio."),
        (new HandoverAccepted("") { At = At, By = By }, "Taken over by PC 1 at a change of shift."),
        (new ForceRequested("mp1", ForceDirection.ToForce, ForceRequestKind.Enquiries, "essex", ForceNotice.CommandLog, "the phone is there") { At = At, By = By },
            "mp1: essex was asked for enquiries, by command and control log: the phone is there"),
        (new ForceRequested("mp2", ForceDirection.FromForce, ForceRequestKind.Transfer, "kent", ForceNotice.TransferForm, "seen in Lewisham") { At = At, By = By },
            "mp2: kent asked this force to take the investigation over, by the national transfer form: seen in Lewisham"),
        (new ForceRequestAcknowledged("mp1", "Sgt Hill", "searching") { At = At, By = By }, "mp1 was acknowledged by telephone with Sgt Hill: searching"),
        (new ForceRequestEscalated("mp1", Role.DutyOfficer, "Insp Shah", "Insp Lane", "the risk") { At = At, By = By },
            "mp1 was put to inspector, Insp Shah here and Insp Lane there: the risk"),
        (new ForceRequestDecided("mp1", false, "Insp Lane", Role.DutyOfficer, "not there") { At = At, By = By },
            "mp1 was refused by Insp Lane (inspector) because: not there."),
        (new ForceRequestDecided("mp1", true, "CI Dean", Role.ChiefInspector, "") { At = At, By = By }, "mp1 was accepted by CI Dean (chief inspector)."),
        (new ForceRequestWithdrawn("mp1", "found") { At = At, By = By }, "mp1 was withdrawn because: found."),
        .. ProcedureFacts.All,
        (new CentralCommandBegan("56", CentralPart.Commands) { At = At, By = By }, "The centre commands it from the start: opening code 56."),
        (new CommandTaken(CommandGround.Legality, "no power to enter") { At = At, By = By }, "PC 1 took command on the ground of legality: no power to enter"),
        (new SeniorTeamTold("Supt Grey", "at home") { At = At, By = By }, "Supt Grey of the borough's senior team was told that command was taken: at home"),
        (new DecisionRecorded("Wait.", "calm") { At = At, By = By }, "Decision: Wait. Rationale: calm"),
        (new CommandAccepted("Supt Grey", "ours again") { At = At, By = By }, "Supt Grey of the borough's senior team accepted command: ours again"),
        (new IncidentDeclared(DeclarationLevel.Critical, "a child", null) { At = At, By = By }, "Declared critical: a child"),
        (new MethaneReported(new Methane("standby", "the bridge", "a bus", "water", "north", "forty", "all")) { At = At, By = By },
            "Reported. Major incident: standby. Exact location: the bridge. Type: a bus. Hazards: water. Access: north. Number of casualties: forty. Emergency services: all."),
        (new DutyOfficerInformed("Insp Shah", "by radio") { At = At, By = By }, "Insp Shah, duty officer, was told: by radio"),
        (new DeclarationEnded("found") { At = At, By = By }, "No longer critical or major: found"),
    ];

    private static FoundMarker Marker(string kind, DateTimeOffset? until) => new(
        "marker-1", new MarkerKind(kind, null, 0), new MarkerSubject(SubjectKind.Person, "Jo Doe", null), "bites", "a force", At.AddYears(-1), until);

    [Fact]
    public void Every_fact_of_an_incident_is_told_in_words()
    {
        Assert.All(Facts, f => Assert.Equal(f.Says, FactWords.Of(f.Fact)));
        var all = EventNames.Catalogue.Where(n =>
            n.Key.StartsWith("incident.", StringComparison.Ordinal) || n.Key.StartsWith("caller.", StringComparison.Ordinal)).Select(n => n.Value.Name);
        var told = Facts.Select(f => f.Fact.GetType().Name).Distinct(StringComparer.Ordinal);
        Assert.Equal(all.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }
}
