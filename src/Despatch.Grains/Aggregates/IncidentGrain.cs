using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;
using Despatch.Domain.Units;
using Despatch.Grains.Linking;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>An incident. It writes the assignments of units to it: incident, unit and, for a divert, the first incident at once.</summary>
[HomeSite]
public sealed class IncidentGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, LinkFinder links, ProcedureBook procedures,
    CommandPolicy command,
    SnapshotOptions options,
    [PersistentState("incident", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : ClockedGrain<IncidentState>(
        log, homecoming, clock, policy, new SnapshotKeeper<IncidentState>(snapshot, log, options), IncidentState.Initial, IncidentState.Evolve), IIncidentGrain
{
    /// <inheritdoc/>
    protected override bool IsEnded => State.IsClosed || !State.Exists;

    /// <inheritdoc/>
    public Task<Answer> Execute(IncidentCommand command, CommandContext context) =>
        RunAsync(command, context, (now, newest) => command switch
        {
            AssignUnit assign => ProposeAssign(assign, context.By, now, newest),
            StandDown standDown => ProposeStandDown(standDown, context.By, now, newest),
            OpenIncident or Locate or NamePerson => ProposeOffering(command, context.By, now),
            LinkIncident link => ProposeWith(link.Incident, newest, other => LinkDecisions.Link(State, other, link, context.By, now)),
            UnlinkIncident unlink => ProposeWith(unlink.Incident, newest, other => LinkDecisions.Unlink(State, other, unlink, context.By, now)),
            FoldDuplicate fold => ProposeWith(fold.Incident, newest, other => FoldDecisions.Fold(State, other, fold, context.By, now)),
            ChangeCode change => Task.FromResult(
                Propose(ProcedureDecisions.ChangeCode(Key, State, procedures, change, context.By, now), Key)),
            RecordCheck check => ProposeCheck(check, context.By, now),
            _ => Task.FromResult(Propose(IncidentDecisions.Decide(Key, State, command, context.By, now), Key)),
        });

    /// <inheritdoc/>
    protected override Decision Complete(Decision decision) => CentralCommand.Begin(
        ProcedureConsequences.Of(decision, procedures, State), command, key => State.Command.IsCentral && string.Equals(key, Key, StringComparison.Ordinal));

    private async Task<Proposal> ProposeAssign(AssignUnit command, Actor by, DateTimeOffset now, bool newest)
    {
        var unitKey = UnitState.KeyOf(command.Callsign);
        var unit = await GrainFactory.GetGrain<IUnitGrain>(unitKey).Peek(newest ? Newest : 0);
        if (!unit.State.IsCommitted || string.Equals(unit.State.Incident, Key, StringComparison.Ordinal))
        {
            return Propose(AssignmentDecisions.Assign(State, unit.State, null, command, by, now), Key, (unitKey, unit.Version));
        }

        var firstKey = unit.State.Incident;
        var first = await GrainFactory.GetGrain<IIncidentGrain>(firstKey).Peek(newest ? Newest : 0);
        return Propose(
            AssignmentDecisions.Assign(State, unit.State, first.State, command, by, now),
            Key,
            (unitKey, unit.Version),
            (firstKey, first.Version));
    }

    /// <summary>
    /// What tells more of the incident may show where it belongs. The look-up comes first and the decision after it: between the two an
    /// interleaved read may move the state on.
    /// </summary>
    private async Task<Proposal> ProposeOffering(IncidentCommand command, Actor by, DateTimeOffset now)
    {
        ImmutableArray<LinkCandidate> candidates = [];
        if (IncidentDecisions.Decide(Key, State, command, by, now) is Decision.Accepted { Changes: [var change, ..] })
        {
            candidates = await links.FindAsync(change.Events.Aggregate(State.Links.About, Particulars.Evolve), Key);
        }

        var found = await Log.MarkersAsync(MarkerSubject.BroughtBy(command));
        var decision = LinkDecisions.Offering(
            IncidentDecisions.Decide(Key, State, command, by, now), Key, State.Links, candidates, by, now);
        return Propose(RiskDecisions.WithMarkers(decision, found, [State], now), Key);
    }

    /// <summary>With what is known about whom it was about; looked up before the decision likewise.</summary>
    private async Task<Proposal> ProposeCheck(RecordCheck command, Actor by, DateTimeOffset now)
    {
        var found = await Log.MarkersAsync(MarkerSubject.BroughtBy(command));
        return Propose(RiskDecisions.WithMarkers(IncidentDecisions.Decide(Key, State, command, by, now), found, [State], now), Key);
    }

    private async Task<Proposal> ProposeWith(string otherKey, bool newest, Func<IncidentState, Decision> decide)
    {
        var other = await GrainFactory.GetGrain<IIncidentGrain>(otherKey).Peek(newest ? Newest : 0);
        return Propose(decide(other.State), Key, (otherKey, other.Version));
    }

    private async Task<Proposal> ProposeStandDown(StandDown command, Actor by, DateTimeOffset now, bool newest)
    {
        var unitKey = UnitState.KeyOf(command.Callsign);
        var unit = await GrainFactory.GetGrain<IUnitGrain>(unitKey).Peek(newest ? Newest : 0);
        return Propose(AssignmentDecisions.StandDown(State, unit.State, command, by, now), Key, (unitKey, unit.Version));
    }
}
