using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A state as memory storage holds it.</summary>
internal sealed record StoredRecord(BinaryData Payload, long Version);

/// <summary>Keeps states as bytes in memory, for as long as any silo of the cluster lives.</summary>
internal sealed class MemoryGrainStorage(ClusterHub hub, IGrainStorageSerializer serializer, string name) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = hub.Storage.GetValueOrDefault(Key(stateName, grainId));
        grainState.State = found is null ? PersistentState<T>.NewState() : serializer.Deserialize<T>(found.Payload)!;
        grainState.ETag = found is null ? null : Tag(found.Version);
        grainState.RecordExists = found is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        var found = Expect(key, grainState.ETag);
        var written = new StoredRecord(serializer.Serialize(grainState.State), (found?.Version ?? 0) + 1);
        if (found is null ? !hub.Storage.TryAdd(key, written) : !hub.Storage.TryUpdate(key, written, found))
        {
            throw Conflict(key);
        }

        grainState.ETag = Tag(written.Version);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        if (Expect(key, grainState.ETag) is { } found && !hub.Storage.TryRemove(KeyValuePair.Create(key, found)))
        {
            throw Conflict(key);
        }

        grainState.State = PersistentState<T>.NewState();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Tag(long version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string key) => new($"Version conflict: {key}.");

    private StoredRecord? Expect(string key, string? etag)
    {
        var found = hub.Storage.GetValueOrDefault(key);
        return string.Equals(found is null ? null : Tag(found.Version), etag, StringComparison.Ordinal)
            ? found
            : throw Conflict(key);
    }

    private string Key(string stateName, GrainId grainId) => $"{name}/{stateName}/{grainId}";
}
