using System.Data;
using System.Text.Json;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Orleans.Runtime;

namespace Despatch.Grains.Snapshots;

/// <summary>
/// One aggregate's snapshot: used when it fits this program and this log, else as if it were not there. What a command's id was answered
/// with is not in it; that is asked of the log. To be used in its grain's turns only.
/// </summary>
/// <typeparam name="TState">The aggregate's immutable state.</typeparam>
public sealed class SnapshotKeeper<TState>(IPersistentState<StoredSnapshot> stored, LogWriter log, SnapshotOptions options)
    where TState : class
{
    private static readonly StoredSnapshot None = new();
    private static readonly string Format = StateFormat.Of(typeof(TState));

    private long _kept;
    private bool _wasRead;
    private Task _keeping = Task.CompletedTask;

    /// <summary>Of a stream shorter than this nothing is kept, or nothing that is worth asking for.</summary>
    public int Least { get; } = Math.Min(options.Every, options.AtTheEnd);

    /// <summary>The state that was kept of a stream; null to read the stream from its start. To be asked of a stream that is long enough.</summary>
    public async Task<Versioned<TState>?> LoadAsync(string stream)
    {
        await ReadAsync();
        var found = stored.State;
        stored.State = None;
        if (!stored.RecordExists
            || !string.Equals(found.Format, Format, StringComparison.Ordinal) || !found.IsWhole() || Decode(found.State) is not { } state)
        {
            return null;
        }

        // Beyond the log's end, or of another log: one that was restored from a backup and went another way.
        if (found.Version < 1 || !string.Equals(found.Event, await log.HashAsync(stream, found.Version), StringComparison.Ordinal))
        {
            return null;
        }

        _kept = found.Version;
        return new Versioned<TState>(state, found.Version);
    }

    /// <summary>The aggregate is at this version now: begins to keep it if that is due. Nobody waits for it.</summary>
    public void Moved(string stream, TState state, long version)
    {
        if (version - _kept >= options.Every && _keeping.IsCompleted)
        {
            _keeping = KeepAsync(stream, state, version);
        }
    }

    /// <summary>The grain is about to end.</summary>
    public async Task EndAsync(string stream, TState state, long version)
    {
        await _keeping;
        if (version - _kept >= options.AtTheEnd)
        {
            await KeepAsync(stream, state, version);
        }
    }

    private async Task ReadAsync()
    {
        stored.State = StoredSnapshot.Asked;
        await stored.ReadStateAsync();
        _wasRead = true;
    }

    private static TState? Decode(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TState>(json, EventJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task KeepAsync(string stream, TState state, long version)
    {
        // Whatever comes of it: a store that is away is not asked again at every event.
        _kept = version;
        try
        {
            var hash = await log.HashAsync(stream, version);
            if (!_wasRead)
            {
                // Not read so far, since the stream was short: what may lie there is written over, which takes its mark.
                await ReadAsync();
            }

            stored.State = new StoredSnapshot
            {
                Format = Format,
                Version = version,
                Event = hash,
                State = JsonSerializer.Serialize(state, EventJson.Options),
            }.Sealed();
            await stored.WriteStateAsync();
        }
        catch (DataException)
        {
            // The log is away: those who wait for commands hear of it.
        }
        finally
        {
            stored.State = None;
        }
    }
}
