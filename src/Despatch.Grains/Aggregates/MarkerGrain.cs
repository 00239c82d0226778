using Despatch.Domain;
using Despatch.Domain.Markers;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans.Runtime;

namespace Despatch.Grains.Aggregates;

/// <summary>A marker: a risk known about a person, an address or a phone.</summary>
[HomeSite]
public sealed class MarkerGrain(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, SnapshotOptions options,
    [PersistentState("marker", SnapshotStorage.Name)] IPersistentState<StoredSnapshot> snapshot)
    : ClockedGrain<MarkerState>(
        log, homecoming, clock, policy, new SnapshotKeeper<MarkerState>(snapshot, log, options), MarkerState.Initial, MarkerState.Evolve), IMarkerGrain
{
    /// <summary>Nobody works at a marker for long: what asks again reads its few facts again.</summary>
    protected override bool IsEnded => true;

    /// <inheritdoc/>
    public Task<Answer> Execute(MarkerCommand command, CommandContext context) =>
        RunAsync(command, context, (now, _) =>
            Task.FromResult(Propose(MarkerDecisions.Decide(Key, State, command, context.By, now), Key)));
}
