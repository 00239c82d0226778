using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Despatch.Domain;
using Despatch.Domain.Callers;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Linking;

namespace Despatch.Grains.Aggregates;

/// <summary>Between the domain's facts and the log's bytes: encodes, tags, decodes. One a silo; thread-safe.</summary>
/// <remarks>
/// Exceptions of our own types do not cross silos as themselves. So a fault of the log that will pass leaves here as a
/// <see cref="System.Data.DataException"/>, which does.
/// </remarks>
public sealed class LogWriter(IEventLog log, EventCodec codec)
{
    private const int PageSize = 500;
    private const int MaxMisuse = 100;

    private readonly MarkerSearch _markers = new(log, codec);

    private static readonly Place Nowhere = new(null, "", "", "");

    /// <summary>What identifies a command, so that its id cannot be used for another one.</summary>
    public static string Fingerprint(string key, object command)
    {
        ArgumentNullException.ThrowIfNull(command);

        // Where the unit is may be filled in by the gateway, from a board that moves on between two tries of the same press; what was
        // tried is put in words by whoever raises a deadline first.
        var asked = command switch
        {
            SetStatus status => status with { Fix = null, Place = Nowhere },
            RaiseEscalation raise => raise with { Tried = "" },
            _ => command,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(asked, asked.GetType(), MessageJson.Options);
        return $"{command.GetType().Name} {key} {Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}";
    }

    /// <summary>Appends the changes, each at the version it was decided on, with the command's id and first answer.</summary>
    public ValueTask<AppendResult> AppendAsync(
        ImmutableArray<Change> changes, IReadOnlyDictionary<string, long> versions, CommandRecord? command)
    {
        var writes = ImmutableArray.CreateBuilder<StreamWrite>(changes.Length);
        foreach (var change in changes)
        {
            var events = ImmutableArray.CreateBuilder<NewEvent>(change.Events.Length);
            foreach (var fact in change.Events)
            {
                var (name, data) = codec.Encode(fact);
                events.Add(new NewEvent(name, data, LinkTags.Of(fact)));
            }

            writes.Add(new StreamWrite(change.Stream, versions.GetValueOrDefault(change.Stream), events.MoveToImmutable()));
        }

        return LogAway.TellAsync(log.AppendTracedAsync(new AppendRequest(writes.MoveToImmutable(), command)));
    }

    /// <summary>The facts of a stream after a version, in order.</summary>
    public async IAsyncEnumerable<(long Version, DomainEvent Fact)> ReadAsync(string stream, long afterVersion)
    {
        while (true)
        {
            var page = await LogAway.TellAsync(log.ReadStreamAsync(stream, afterVersion, PageSize, CancellationToken.None));
            foreach (var logged in page)
            {
                yield return (logged.Version, (DomainEvent)codec.Decode(logged.Name, logged.Data));
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            afterVersion = page[^1].Version;
        }
    }

    /// <summary>The hash, in hexadecimal, of one event of a stream; empty if the stream is not that long.</summary>
    public async ValueTask<string> HashAsync(string stream, long version)
    {
        var found = await LogAway.TellAsync(log.ReadStreamAsync(stream, version - 1, 1, CancellationToken.None));
        return found is [var logged] ? Convert.ToHexStringLower(logged.Hash.Span) : "";
    }

    /// <summary>The first answer to a command id, if it was ever done.</summary>
    public ValueTask<DoneCommand?> FindCommandAsync(string commandId) =>
        LogAway.TellAsync(log.FindCommandAsync(commandId, CancellationToken.None));

    /// <summary>What came from a number before, newest first.</summary>
    public async Task<ImmutableArray<Earlier>> EarlierAsync(string number, int max)
    {
        if (LinkTags.Phone(number) is not { Length: > 0 } tag)
        {
            return [];
        }

        var found = await LogAway.TellAsync(log.FindAsync(tag, max, CancellationToken.None));
        return [.. found.Select(logged => FoundFact.Of(logged, codec)).Select(static known => Earlier.Of(known.Stream, known.Fact))];
    }

    /// <summary>How many misuse calls a number has made, counted no further than a hundred.</summary>
    public async Task<int> MisuseAsync(string number) => CallerKeys.MisuseTag(number) is { Length: > 0 } tag
        ? (await LogAway.TellAsync(log.FindAsync(tag, MaxMisuse, CancellationToken.None))).Count
        : 0;

    /// <summary>The first facts of a stream.</summary>
    public async Task<IReadOnlyList<FoundFact>> BeginningAsync(string stream, int max) =>
        [.. (await LogAway.TellAsync(log.ReadStreamAsync(stream, 0, max, CancellationToken.None))).Select(logged => FoundFact.Of(logged, codec))];

    /// <summary>What is known about people, addresses and phones, as an incident is told of it: withdrawn ones left out.</summary>
    public async ValueTask<ImmutableArray<FoundMarker>> MarkersAsync(ImmutableArray<MarkerSubject> subjects)
    {
        if (subjects.IsEmpty)
        {
            return [];
        }

        var found = await LogAway.TellAsync(_markers.FindAsync(subjects, CancellationToken.None));
        return [.. found.Select(static m => m.Marker.Found(m.Key)).OfType<FoundMarker>()];
    }
}
