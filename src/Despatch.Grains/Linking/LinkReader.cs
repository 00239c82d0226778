using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;

namespace Despatch.Grains.Linking;

/// <summary>
/// What <see cref="LinkFinder"/> reads of the log: two reads an opening, whatever is found, since each of them is a round trip to the store of a
/// cluster; and of what was read only that is decoded which tells something (<see cref="Particulars.Telling"/>), each fact once. One a silo;
/// thread-safe. A fault of the log that will pass arrives as a <see cref="System.Data.DataException"/> (see <see cref="LogWriter"/>).
/// </summary>
public sealed class LinkReader(IEventLog log, EventCodec codec)
{
    private static readonly FrozenSet<string> Telling =
        EventNames.Catalogue.Where(static e => Particulars.Telling.Contains(e.Value)).Select(static e => e.Key).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The facts of incidents under any of the tags, newest first, each once; of contacts none.</summary>
    /// <param name="tags">What is looked up.</param>
    /// <param name="maxEach">How many facts of each tag, the newest, whoever's they are.</param>
    /// <param name="self">The key that is left out.</param>
    public async Task<ImmutableArray<FoundFact>> FindAsync(ImmutableArray<string> tags, int maxEach, string self)
    {
        var hits = tags.IsEmpty ? [] : await LogAway.TellAsync(log.FindAnyAsync(tags, maxEach, CancellationToken.None));
        return
        [
            .. hits.Where(hit => Telling.Contains(hit.Name) && !string.Equals(hit.Stream, self, StringComparison.Ordinal) && CadNumber.TryFromKey(hit.Stream, out _))
                .Select(logged => FoundFact.Of(logged, codec)),
        ];
    }

    /// <summary>What the first facts of streams tell, beside the facts that are known already.</summary>
    public async Task<ImmutableArray<FoundFact>> BeginningsAsync(ImmutableArray<string> streams, int maxEach, ImmutableArray<FoundFact> known)
    {
        if (streams.IsEmpty)
        {
            return [];
        }

        var read = await LogAway.TellAsync(log.ReadBeginningsAsync(streams, Telling, maxEach, CancellationToken.None));
        var positions = known.Select(static fact => fact.Position).ToHashSet();
        return [.. read.Where(logged => !positions.Contains(logged.Position)).Select(logged => FoundFact.Of(logged, codec))];
    }
}
