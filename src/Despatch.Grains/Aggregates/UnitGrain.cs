using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A unit. A status that moves its assignment on is written on the incident at the same time.</summary>
[HomeSite]
public sealed class UnitGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, ICadNumberSource numbers, ProcedureBook procedures, CommandPolicy command,
    SnapshotOptions options,
    [PersistentState("unit", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : AggregateGrain<UnitState>(
        log, homecoming, clock, new SnapshotKeeper<UnitState>(snapshot, log, options), UnitState.Initial, UnitState.Evolve), IUnitGrain
{
    /// <inheritdoc/>
    protected override bool IsEnded => !State.IsBookedOn;

    private string Callsign => Key[UnitState.KeyPrefix.Length..];

    /// <inheritdoc/>
    public Task<Answer> Execute(UnitCommand command, CommandContext context) =>
        RunAsync(command, context, (now, _) => ProposeAsync(command, context.By, now));

    /// <inheritdoc/>
    protected override Decision Complete(Decision decision) =>
        CentralCommand.Begin(ProcedureConsequences.Of(decision, procedures), command, static _ => false);

    /// <inheritdoc/>
    protected override void Tell(string stream, long version) => Neighbours.Tell(GrainFactory, stream, version);

    private async Task<Proposal> ProposeAsync(UnitCommand command, Actor by, DateTimeOffset now)
    {
        if (command is SetStatus { Status: UnitStatus.Emergency } emergency)
        {
            var cad = await numbers.NextAsync(emergency.Place.Pod, now);
            return Propose(Decide(new UnitSurroundings(null, cad), command, by, now), cad.Key);
        }

        var key = State.Incident;
        if (command is not SetStatus || key.Length == 0)
        {
            return Propose(Decide(new UnitSurroundings(null, default), command, by, now), Key);
        }

        // Always the newest: a status may be decided by the incident without being written on it, and then no conflict would tell that
        // what was looked at is old. Whoever moves the assignment meanwhile writes on the unit, which does.
        var incident = await GrainFactory.GetGrain<IIncidentGrain>(key).Peek(Newest);
        if (!string.Equals(key, State.Incident, StringComparison.Ordinal))
        {
            // Diverted while we asked: what we were told is about the wrong incident.
            return await ProposeAsync(command, by, now);
        }

        return Propose(Decide(new UnitSurroundings(incident.State, default), command, by, now), Key, (key, incident.Version));
    }

    private Decision Decide(UnitSurroundings around, UnitCommand command, Actor by, DateTimeOffset now) =>
        UnitDecisions.Decide(Callsign, State, around, command, by, now);
}
