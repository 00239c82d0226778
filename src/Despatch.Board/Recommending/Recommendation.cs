using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Units;

namespace Despatch.Board;

/// <summary>What the candidates are ordered by.</summary>
public enum RecommendationOrder
{
    /// <summary>By the time they need, from their newest fix.</summary>
    TravelTime,

    /// <summary>By their status, because the incident's place or the units' places are not known.</summary>
    Status,
}

/// <summary>A unit that can be sent.</summary>
/// <param name="Callsign">Which.</param>
/// <param name="TravelTime">From its newest fix to the incident; null under <see cref="RecommendationOrder.Status"/>.</param>
/// <param name="MetresAway">In a straight line; null likewise.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Why it can be sent, and at what price, for a person to read.</param>
/// <param name="AuthorityNeeded">Whose word it takes; null if nobody's.</param>
/// <param name="DivertFrom">The key of the less urgent incident it would be taken from; empty for a free unit.</param>
public sealed record Candidate(
    string Callsign, TimeSpan? TravelTime, double? MetresAway, UnitStatus Status, string Reason, Role? AuthorityNeeded, string DivertFrom);

/// <summary>A unit that is, or may be, nearer than the last candidate and is not offered.</summary>
/// <param name="Callsign">Which.</param>
/// <param name="TravelTime">From its newest fix to the incident; null if it has no fix that can be relied on.</param>
/// <param name="MetresAway">In a straight line; null likewise.</param>
/// <param name="Why">Why it is not offered, as the end of a sentence that begins with its callsign.</param>
public sealed record PassedOver(string Callsign, TimeSpan? TravelTime, double? MetresAway, string Why);

/// <summary>Whom to send to an incident. Advice: sending decides again by the same rules. Immutable.</summary>
/// <param name="Position">The position of the picture it was made from.</param>
/// <param name="Order">What the candidates are ordered by.</param>
/// <param name="Note">What the despatcher must know of it as a whole; empty if nothing.</param>
/// <param name="Candidates">
/// Free units first, then free units that take a senior officer's word, then units that would be diverted from a less urgent
/// incident; each of these groups in order of travel time.
/// </param>
/// <param name="PassedOver">Nearest first; those whose place is not known last.</param>
public sealed record Recommendation(
    long Position,
    RecommendationOrder Order,
    string Note,
    ImmutableArray<Candidate> Candidates,
    ImmutableArray<PassedOver> PassedOver);
