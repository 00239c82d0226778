using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Despatch.Grains.Snapshots;

/// <summary>
/// The storage of snapshots, whose faults are nobody's: what cannot be read is not there, what cannot be written is written another time.
/// A silo without a store of the name <see cref="StoreName"/> keeps none. Thread-safe, as the store is. Orleans reads every state of a
/// grain as it is activated; most grains are of streams too short to have one, so that read is not passed on: only one that was asked for
/// (<see cref="StoredSnapshot.Asked"/>), once the stream's length is known.
/// </summary>
public sealed partial class SnapshotStorage(IGrainStorage? store, ILogger<SnapshotStorage> logger) : IGrainStorage
{
    /// <summary>The name under which grains ask for it.</summary>
    public const string Name = "snapshots";

    /// <summary>The name of the store behind it, for the host to register.</summary>
    public const string StoreName = "snapshot-store";

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReferenceEquals(grainState.State, StoredSnapshot.Asked)
            ? TryAsync("read", stateName, grainId, grainState, s => s.ReadStateAsync(stateName, grainId, grainState))
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => TryAsync(
        "write", stateName, grainId, grainState, s => s.WriteStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => TryAsync(
        "clear", stateName, grainId, grainState, s => s.ClearStateAsync(stateName, grainId, grainState));

    private async Task TryAsync<T>(string what, string stateName, GrainId grain, IGrainState<T> state, Func<IGrainStorage, Task> work)
    {
        if (store is null)
        {
            state.RecordExists = false;
            return;
        }

        try
        {
            await work(store);
        }
        catch (Exception fault)
        {
            GoesOnWithout(logger, fault, what, stateName, grain);
            state.State = Activator.CreateInstance<T>();
            state.RecordExists = false;
        }
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "Could not {What} the snapshot {State} of {Grain}; it goes on without.")]
    private static partial void GoesOnWithout(ILogger logger, Exception fault, string what, string state, GrainId grain);
}
