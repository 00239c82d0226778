using Despatch.Domain;
using Despatch.Domain.Records;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A report of misconduct.</summary>
[HomeSite]
public sealed class MisconductGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, SnapshotOptions options,
    [PersistentState("misconduct", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : AggregateGrain<MisconductState>(
        log, homecoming, clock, new SnapshotKeeper<MisconductState>(snapshot, log, options), MisconductState.Initial, MisconductState.Evolve),
        IMisconductGrain
{
    /// <inheritdoc/>
    protected override bool IsEnded => State.TakenAt is not null || State.Report is null;

    /// <inheritdoc/>
    public Task<Answer> Execute(MisconductCommand command, CommandContext context) =>
        RunAsync(command, context, (now, _) =>
            Task.FromResult(Propose(MisconductDecisions.Decide(Key, State, command, context.By, now), Key)));

    /// <inheritdoc/>
    protected override void Tell(string stream, long version) => Neighbours.Tell(GrainFactory, stream, version);
}
