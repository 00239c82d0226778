using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Linking;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;

namespace Despatch.Domain.Incidents;

/// <summary>How far a unit is with its assignment.</summary>
public enum AssignmentPhase
{
    /// <summary>Told to go.</summary>
    Assigned,
    /// <summary>On its way.</summary>
    EnRoute,
    /// <summary>There.</summary>
    OnScene,
}

/// <summary>A unit that is committed to an incident.</summary>
public sealed record Assignment(string Callsign, AssignmentPhase Phase, DateTimeOffset Since);

/// <summary>A mark that puts an incident on the duty officer's list.</summary>
/// <param name="By">Who put it there.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Words">Why.</param>
public sealed record Tag(string By, DateTimeOffset At, string Words);

/// <summary>Who has an incident in hand since a change of shift.</summary>
/// <param name="Operator">Their name or number.</param>
/// <param name="Role">Their role.</param>
/// <param name="Since">When they accepted it (UTC).</param>
public sealed record Holder(string Operator, Role Role, DateTimeOffset Since);

/// <summary>What the incident is waiting for; derived, never stored.</summary>
public enum IncidentStatus
{
    /// <summary>Somebody must grade it.</summary>
    AwaitingGrade,
    /// <summary>Somebody must send a unit.</summary>
    AwaitingUnit,
    /// <summary>A unit is assigned, none has arrived.</summary>
    UnitAssigned,
    /// <summary>A unit is on scene.</summary>
    Attended,
    /// <summary>Attended, no unit left there, or referred: somebody must result and close it.</summary>
    AwaitingResult,
    /// <summary>Resulted; somebody must close it.</summary>
    Resulted,
    /// <summary>Closed.</summary>
    Closed,
}

/// <summary>An incident as its facts leave it. Immutable.</summary>
public sealed record IncidentState : IClocked
{
    /// <summary>The prefix of an incident's stream and grain key.</summary>
    public const string KeyPrefix = "incident-";

    /// <summary>Before the first fact.</summary>
    public static IncidentState Initial { get; } = new();

    /// <summary>The number of the day; the default value before the incident is opened.</summary>
    public CadNumber Cad { get; init; }

    /// <summary>What it was called when opened.</summary>
    public string OpeningCode { get; init; } = "";

    /// <summary>What it turned out to be, or empty.</summary>
    public string ResultCode { get; init; } = "";

    /// <summary>The first words of it.</summary>
    public string Words { get; init; } = "";

    /// <summary>Where, as far as known.</summary>
    public Place Place { get; init; } = new(null, "", "", "");

    /// <summary>The grade, once given.</summary>
    public Grade? Grade { get; init; }

    /// <summary>The latest assessment.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>By when somebody must attend; null while ungraded, and for R.</summary>
    public DateTimeOffset? AttendBy { get; init; }

    /// <summary>Since when no unit has been committed; null while one is, and once one has attended and left.</summary>
    public DateTimeOffset? AwaitingUnitSince { get; init; }

    /// <summary>When the first unit arrived.</summary>
    public DateTimeOffset? AttendedAt { get; init; }

    /// <summary>
    /// Whether a divert left nobody on scene and nobody has arrived since: the work may be unfinished, even if it was attended once.
    /// </summary>
    public bool LeftByDivert { get; init; }

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The units committed to it.</summary>
    public ImmutableArray<Assignment> Assignments { get; init; } = [];

    /// <summary>The keys of the contacts about it.</summary>
    public ImmutableArray<string> Contacts { get; init; } = [];

    /// <summary>The callsign whose emergency it is, or empty.</summary>
    public string RaisedBy { get; init; } = "";

    /// <summary>Why it is on the duty officer's list; null when it is not.</summary>
    public Tag? Tag { get; init; }

    /// <summary>Who took it over by name at the latest change of shift; null when nobody has.</summary>
    public Holder? Holder { get; init; }

    /// <summary>Who was named in it, and what it has to do with other incidents.</summary>
    public IncidentLinks Links { get; init; } = IncidentLinks.None;

    /// <summary>What is known of its risk, who has seen it, and what its crews have been told.</summary>
    public RiskState Risk { get; init; } = RiskState.Initial;

    /// <summary>How far the alarm over it has gone.</summary>
    public EscalationState Escalation { get; init; } = EscalationState.Initial;

    /// <summary>Who commands it, and what it is declared.</summary>
    public CommandState Command { get; init; } = CommandState.Initial;

    /// <summary>What it has to do with other forces.</summary>
    public ForceRequests Forces { get; init; } = ForceRequests.Initial;

    /// <summary>What its opening code's procedure has come to.</summary>
    public ProcedureState Procedure { get; init; } = ProcedureState.Initial;

    /// <summary>Who calls about it, and what they are owed.</summary>
    public IncidentCallers Callers { get; init; } = IncidentCallers.Initial;

    /// <summary>Whether it was ever opened.</summary>
    public bool Exists => Cad != default;

    /// <inheritdoc/>
    public bool IsOpen => Exists && !IsClosed;

    /// <inheritdoc/>
    public string Pod => Place.Pod;

    /// <inheritdoc/>
    public IEnumerable<Pending> Pending => [.. Callers.Pending, .. Forces.Pending, .. Command.Pending, .. Procedure.Pending, .. Risk.Owed()];

    /// <summary>Stream name and grain key.</summary>
    public string Key => Cad.Key;

    /// <summary>What it waits for.</summary>
    public IncidentStatus Status =>
        IsClosed ? IncidentStatus.Closed
        : ResultCode.Length > 0 ? IncidentStatus.Resulted
        : Assignments.Any(static a => a.Phase == AssignmentPhase.OnScene) ? IncidentStatus.Attended
        : !Assignments.IsEmpty ? IncidentStatus.UnitAssigned
        : Grade is null ? IncidentStatus.AwaitingGrade
        : Grade == Incidents.Grade.Referred || AwaitingUnitSince is null ? IncidentStatus.AwaitingResult
        : IncidentStatus.AwaitingUnit;

    /// <summary>The commitment of one unit, or null.</summary>
    public Assignment? AssignmentOf(string callsign) =>
        Assignments.FirstOrDefault(a => string.Equals(a.Callsign, callsign, StringComparison.Ordinal));

    /// <summary>The state after one more fact. A fact of another aggregate changes nothing.</summary>
    public static IncidentState Evolve(IncidentState state, DomainEvent fact)
    {
        var after = Fold(state, fact);
        var links = IncidentLinks.Evolve(after.Links, fact);
        after = ReferenceEquals(links, after.Links) ? after : after with { Links = links };
        var command = CommandState.Evolve(after.Command, fact);
        after = ReferenceEquals(command, after.Command) ? after : after with { Command = command };
        var forces = ForceRequests.Evolve(after.Forces, fact);
        after = ReferenceEquals(forces, after.Forces) ? after : after with { Forces = forces };
        var procedure = ProcedureState.Evolve(after.Procedure, fact);
        after = ReferenceEquals(procedure, after.Procedure) ? after : after with { Procedure = procedure };
        var callers = IncidentCallers.Evolve(after, fact);
        after = ReferenceEquals(callers, after.Callers) ? after : after with { Callers = callers };
        after = RiskFolding.Fold(after, fact);
        var escalation = Acts.Is(fact) ? after.Escalation.Acted(fact.At) : after.Escalation;
        escalation = escalation.Items.IsEmpty ? escalation : escalation.Keeping(after.Pending);
        return ReferenceEquals(escalation, after.Escalation) ? after : after with { Escalation = escalation };
    }

    /// <inheritdoc/>
    public DomainEvent Escalated(Deadline deadline, string tried, DateTimeOffset now) =>
        new IncidentEscalated(deadline.Clock, deadline.Step, deadline.Due, deadline.To.Name, deadline.To.Role, deadline.To.NeighbouringPods, tried)
        {
            Item = deadline.Item.Length > 0 ? deadline.Item : null,
            At = now,
            By = Actor.System,
        };

    private static IncidentState Fold(IncidentState state, DomainEvent fact) => fact switch
    {
        IncidentOpened e => Open(e),
        ContactAttached e => state with { Contacts = state.Contacts.Add(e.Contact) },
        IncidentAssessed e => state with { Assessment = e.Assessment },
        IncidentGraded e => Graded(state, e),
        IncidentLocated e => state with { Place = e.Place },
        UnitAssigned e => state with
        {
            Assignments = state.Assignments.Add(new(e.Callsign, AssignmentPhase.Assigned, e.At)),
            AwaitingUnitSince = null,
            Escalation = state.Escalation.Assigned(e.At, searched: state.AwaitingUnitSince is not null),
        },
        UnitEnRoute e => Moved(state, e.Callsign, AssignmentPhase.EnRoute, e.At),
        UnitOnScene e => Moved(state, e.Callsign, AssignmentPhase.OnScene, e.At) with
        {
            AttendedAt = state.AttendedAt ?? e.At,
            LeftByDivert = false,
            Escalation = state.Escalation.Attended(),
        },
        UnitDiverted e => Diverted(state, Without(state, e.Callsign, e.AwaitingUnit ? e.At : null), e.At),
        UnitStoodDown e => Without(state, e.Callsign, e.AwaitingUnit ? e.At : null),
        UnitReleased e => Without(state, e.Callsign, null),
        IncidentResulted e => state with { ResultCode = e.ResultCode },
        IncidentRecoded e => state with { OpeningCode = e.OpeningCode },
        IncidentClosed => state with { IsClosed = true, AwaitingUnitSince = null },
        IncidentReopened e => state with
        {
            IsClosed = false,
            ResultCode = "",
            AwaitingUnitSince = state.AttendedAt is null || state.LeftByDivert ? e.At : null,
            Escalation = state.Escalation.Reopened(e.At),
        },
        IncidentEscalated e => state with { Escalation = Escalated(state, e) },
        EscalationAcknowledged => state with { Escalation = state.Escalation with { Unacknowledged = 0 } },
        AppointmentAgreed e => state with { Escalation = state.Escalation.Agreed(e.Time) },
        IncidentTagged e => state with { Tag = new Tag(e.By.Operator, e.At, e.Words) },
        IncidentUntagged => state with { Tag = null },
        HandoverAccepted e => state with
        {
            Holder = new Holder(e.By.Operator, e.By.Role, e.At),
            Escalation = state.Escalation with { Unacknowledged = 0 },
        },
        _ => state,
    };

    private static EscalationState Escalated(IncidentState state, IncidentEscalated e)
    {
        var step = new RaisedStep(e.Step, e.At, e.Rung);
        return e.Clock.IsOfItems()
            ? state.Escalation.Escalated(state.Pending, e.Clock, e.Item, step)
            : state.Escalation.Escalated(e.Clock, step);
    }

    private static IncidentState Open(IncidentOpened e) => Initial with
    {
        Cad = e.Cad,
        OpeningCode = e.OpeningCode,
        Words = e.Words,
        Place = e.Place,
        OpenedAt = e.At,
        AwaitingUnitSince = e.At,
        Contacts = e.Contact.Length > 0 ? [e.Contact] : [],
        RaisedBy = e.RaisedBy,
    };

    /// <summary>
    /// The clock runs from the call, except that a raised grade promises from the moment of the new facts. Raising never puts off
    /// what was promised before: an S in its 50th minute that becomes I is still due in its 60th.
    /// </summary>
    private static IncidentState Graded(IncidentState state, IncidentGraded e)
    {
        var raised = e.Was is { } was && was.IsBelow(e.Grade);
        var promised = (raised ? e.At : state.OpenedAt) + e.Grade.Target();
        return state with
        {
            Grade = e.Grade,
            AttendBy = raised && state.AttendBy < promised ? state.AttendBy : promised,
            Escalation = state.Escalation.Graded(e.At, e.Reason),
        };
    }

    /// <summary>An attended incident whose last unit on scene is taken away is owed somebody again, from this moment.</summary>
    private static IncidentState Diverted(IncidentState before, IncidentState left, DateTimeOffset at)
    {
        var leftAlone = left.Assignments.All(static a => a.Phase != AssignmentPhase.OnScene);
        var owedAgain = leftAlone && before is { AttendedAt: not null, LeftByDivert: false };
        return left with
        {
            LeftByDivert = leftAlone,
            Escalation = owedAgain ? left.Escalation with { From = at } : left.Escalation,
        };
    }

    private static IncidentState Moved(IncidentState state, string callsign, AssignmentPhase phase, DateTimeOffset at) => state with
    {
        Assignments = [.. state.Assignments.Select(a =>
            string.Equals(a.Callsign, callsign, StringComparison.Ordinal) ? a with { Phase = phase, Since = at } : a)],
    };

    private static IncidentState Without(IncidentState state, string callsign, DateTimeOffset? awaitingSince) => state with
    {
        Assignments = state.Assignments.RemoveAll(a => string.Equals(a.Callsign, callsign, StringComparison.Ordinal)),
        AwaitingUnitSince = awaitingSince ?? state.AwaitingUnitSince,
    };
}
