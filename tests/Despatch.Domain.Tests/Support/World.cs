using System.Collections.Immutable;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Support;

/// <summary>
/// A small city held in memory: it gives each decision the surroundings that a grain would load, and folds the facts of what was
/// accepted. Immutable, so that a test can compare before and after.
/// </summary>
internal sealed record World
{
    /// <summary>The day of every number here.</summary>
    public static readonly DateOnly Day = new(2026, 11, 21);

    /// <summary>Nobody and nothing yet.</summary>
    public static World Empty { get; } = new();

    public ImmutableSortedDictionary<string, IncidentState> Incidents { get; init; } =
        ImmutableSortedDictionary.Create<string, IncidentState>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, UnitState> Units { get; init; } =
        ImmutableSortedDictionary.Create<string, UnitState>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ContactState> Contacts { get; init; } =
        ImmutableSortedDictionary.Create<string, ContactState>(StringComparer.Ordinal);

    /// <summary>How many misuse calls each number has made.</summary>
    public ImmutableSortedDictionary<string, int> Misuse { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, MarkerState> Markers { get; init; } =
        ImmutableSortedDictionary.Create<string, MarkerState>(StringComparer.Ordinal);

    /// <summary>The escalation policy in force.</summary>
    public EscalationPolicy Policy { get; init; } = Policies.Plain;

    /// <summary>The next number that nobody has had.</summary>
    public int NextNumber { get; init; } = 100;

    public IncidentState Incident(string key) => Incidents.GetValueOrDefault(key, IncidentState.Initial);

    public UnitState Unit(string callsign) => Units.GetValueOrDefault(UnitState.KeyOf(callsign), UnitState.Initial);

    public MarkerState Marker(string key) => Markers.GetValueOrDefault(key, MarkerState.Initial);

    public ContactState Contact(string key) => Contacts.GetValueOrDefault(key, ContactState.Initial);

    /// <summary>What a command addressed to a stream comes to, with the procedure and the command of what it opens.</summary>
    public Decision Decide(string stream, object command, Actor by, DateTimeOffset now) =>
        CentralCommand.Begin(
            ProcedureConsequences.Of(DecideAlone(stream, command, by, now), Books.Plain, Incidents.GetValueOrDefault(stream)),
            Policies.Command,
            key => Incident(key).Command.IsCentral);

    private Decision DecideAlone(string stream, object command, Actor by, DateTimeOffset now) => command switch
    {
        AssignUnit c => AssignmentDecisions.Assign(Incident(stream), Unit(c.Callsign), CommitmentOf(Unit(c.Callsign)), c, by, now),
        RaiseEscalation c => EscalationDecisions.Raise(stream, Incident(stream), Policy, c, now),
        ChangeCode c => ProcedureDecisions.ChangeCode(stream, Incident(stream), Books.Plain, c, by, now),
        StandDown c => AssignmentDecisions.StandDown(Incident(stream), Unit(c.Callsign), c, by, now),
        LinkIncident c => LinkDecisions.Link(Incident(stream), Incident(c.Incident), c, by, now),
        UnlinkIncident c => LinkDecisions.Unlink(Incident(stream), Incident(c.Incident), c, by, now),
        FoldDuplicate c => FoldDecisions.Fold(Incident(stream), Incident(c.Incident), c, by, now),
        IncidentCommand c => IncidentDecisions.Decide(stream, Incident(stream), c, by, now),
        UnitCommand c => DecideUnit(stream[UnitState.KeyPrefix.Length..], c, by, now),
        MarkerCommand c => MarkerDecisions.Decide(stream, Marker(stream), c, by, now),
        ContactCommand c => ContactDecisions.Decide(stream, Contact(stream), Around(stream, c), c, by, now),
        _ => throw new ArgumentException($"Nobody takes {command}.", nameof(command)),
    };

    /// <summary>The world after the facts of a decision; itself after a refusal.</summary>
    public World After(Decision decision) =>
        decision is Decision.Accepted accepted ? accepted.Changes.Aggregate(this, static (w, change) => w.After(change)) : this;

    /// <summary>The world after facts on one stream.</summary>
    public World After(Change change)
    {
        var (stream, facts) = (change.Stream, change.Events);
        if (stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal))
        {
            var unit = Units.GetValueOrDefault(stream, UnitState.Initial);
            return this with { Units = Units.SetItem(stream, facts.Aggregate(unit, UnitState.Evolve)) };
        }

        if (stream.StartsWith(ContactState.KeyPrefix, StringComparison.Ordinal))
        {
            return this with
            {
                Contacts = Contacts.SetItem(stream, facts.Aggregate(Contact(stream), ContactState.Evolve)),
                Misuse = facts.OfType<MisuseCounted>().Aggregate(
                    Misuse, static (counted, e) => counted.SetItem(e.CallerNumber, counted.GetValueOrDefault(e.CallerNumber) + 1)),
            };
        }

        if (stream.StartsWith(MarkerState.KeyPrefix, StringComparison.Ordinal))
        {
            return this with { Markers = Markers.SetItem(stream, facts.Aggregate(Marker(stream), MarkerState.Evolve)) };
        }

        Assert.True(CadNumber.TryFromKey(stream, out var cad), $"'{stream}' is nobody's stream.");
        return this with
        {
            Incidents = Incidents.SetItem(stream, facts.Aggregate(Incident(stream), IncidentState.Evolve)),
            NextNumber = Math.Max(NextNumber, cad.Number + 1),
        };
    }

    private Decision DecideUnit(string callsign, UnitCommand command, Actor by, DateTimeOffset now)
    {
        var unit = Unit(callsign);
        var around = new UnitSurroundings(CommitmentOf(unit), new CadNumber(NextNumber, Day));
        return UnitDecisions.Decide(callsign, unit, around, command, by, now);
    }

    private IncidentState? CommitmentOf(UnitState unit) => unit.IsCommitted ? Incident(unit.Incident) : null;

    private ContactSurroundings Around(string contact, ContactCommand command) => new(
        [],
        command is TransferContact { ToIncident.Length: > 0 } transfer ? Incident(transfer.ToIncident) : null,
        new CadNumber(NextNumber, Day))
    {
        Found = command is RecordContact record ? [.. Incidents.Values.Where(i => i.IsOpen && i.Callers.Keys.Intersect(record.Keys(), StringComparer.Ordinal).Any())] : [],
        Incidents = [.. Contact(contact).Care.Incidents.Select(Incident)],
        Misuse = command is RecordContact { CallerNumber: var number } ? Misuse.GetValueOrDefault(number) : 0,
    };
}
