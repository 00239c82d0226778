using System.Collections.Concurrent;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Despatch.Grains.Tests.Support;

/// <summary>Grain storage in memory, as texts, which a test may spoil. Shared by all silos, and by clusters one after another.</summary>
public sealed class MemorySnapshots : IGrainStorage
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>The kept texts by state name and grain key.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>How often a snapshot was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Thrown by everything, if set.</summary>
    public Exception? Fault { get; set; }

    public static StoredSnapshot Read(string text) => JsonSerializer.Deserialize<StoredSnapshot>(text)!;

    public static string Write(StoredSnapshot snapshot) => JsonSerializer.Serialize(snapshot);

    /// <summary>Changes every text; null takes it away.</summary>
    public void Spoil(Func<string, string?> change)
    {
        foreach (var (key, text) in _texts.ToArray())
        {
            if (change(text) is { } changed)
            {
                _texts[key] = changed;
            }
            else
            {
                _texts.TryRemove(key, out _);
            }
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref _asked);
        ThrowIfFaulty();
        if (_texts.TryGetValue(Key(stateName, grainId), out var text))
        {
            grainState.State = JsonSerializer.Deserialize<T>(text)!;
            grainState.ETag = "read";
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfFaulty();
        if (grainState.ETag is null && _texts.ContainsKey(Key(stateName, grainId)))
        {
            // As databases have it: what nobody read is not written over.
            throw new InconsistentStateException("Written without a look at what is there.");
        }

        grainState.ETag = "written";
        _texts[Key(stateName, grainId)] = JsonSerializer.Serialize(grainState.State);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _texts.TryRemove(Key(stateName, grainId), out _);
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId.Key}";

    private void ThrowIfFaulty()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
