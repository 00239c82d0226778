using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Grains.Aggregates;
using Microsoft.Extensions.Logging;

namespace Despatch.Grains.Linking;

/// <summary>
/// Finds the incidents, open and past, that an incident or a contact may belong to: from the log itself, by the tags of numbers, people,
/// addresses, and places with times, so that a silo that has just started finds what any other does. One a silo; thread-safe.
/// </summary>
public sealed class LinkFinder(LinkReader log, LinkPolicy policy, TimeProvider clock, ILogger<LinkFinder> logger)
{
    /// <summary>An incident's first facts say what it is recognised by: opened, graded, people named, candidates offered.</summary>
    private const int Beginning = 8;

    /// <summary>An opening waits no longer than this for its candidates: a slow log must not keep a caller.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    /// <summary>The candidates, best first; none if they cannot be found in time.</summary>
    /// <param name="about">What the incident or contact is recognised by.</param>
    /// <param name="self">Its own key, which is no candidate.</param>
    public async Task<ImmutableArray<LinkCandidate>> FindAsync(Particulars about, string self)
    {
        ArgumentNullException.ThrowIfNull(about);
        try
        {
            return await LookAsync(about, self).WaitAsync(Within, clock);
        }
        catch (TimeoutException)
        {
            logger.FoundNoCandidatesInTime(self, Within.TotalMilliseconds);
            return [];
        }
    }

    private async Task<ImmutableArray<LinkCandidate>> LookAsync(Particulars about, string self)
    {
        var hits = await log.FindAsync(LinkLookups.Of(about, policy), policy.LookedUp, self);
        var found = hits.ToLookup(static f => f.Stream, StringComparer.Ordinal);
        var byWhatWasFound = found.OrderByDescending(static f => f.Max(static fact => fact.Position)).Select(static f => Gathered(f.Key, f));
        ImmutableArray<NamedPerson> named = [.. found.SelectMany(static f => f).Select(static f => f.Fact).OfType<PersonNamed>().Select(static f => f.Person)];
        var promising = LinkMatching.Promising(about, [.. byWhatWasFound], named, policy);
        var beginnings = (await log.BeginningsAsync(promising, Beginning, hits)).ToLookup(static f => f.Stream, StringComparer.Ordinal);

        // From its first facts and the ones it was found by: a person may have been named hours later.
        var compared = promising.Select(stream => Gathered(stream, beginnings[stream].Concat(found[stream])));
        return LinkMatching.Best(about, [.. compared], named, policy);
    }

    private static Compared Gathered(string stream, IEnumerable<FoundFact> facts) => new(
        stream,
        facts.DistinctBy(static f => f.Version).OrderBy(static f => f.Version).Select(static f => f.Fact).Aggregate(Particulars.None, Particulars.Evolve));
}

/// <summary>What is logged of it.</summary>
internal static partial class LinkLog
{
    [LoggerMessage(EventId = 3040, Level = LogLevel.Warning, Message = "No link candidates of {Key} were found within {Milliseconds} ms; it goes on without.")]
    public static partial void FoundNoCandidatesInTime(this ILogger logger, string key, double milliseconds);
}
