using System.Collections.Frozen;

namespace Despatch.Domain.Linking;

/// <summary>What makes two incidents candidates for a link: a force's own data. Immutable.</summary>
/// <param name="NearMetres">How far apart two openings may be for one event; 500 at most (see <see cref="LinkTags"/>).</param>
/// <param name="NearWithin">How long apart; 12 hours at most.</param>
/// <param name="SamePlaceMetres">How far apart two readings of one address may lie.</param>
/// <param name="Offered">How many candidates are offered at most.</param>
/// <param name="Least">The score from which one is offered.</param>
/// <param name="LookedUp">How many facts are looked at for each key, newest first.</param>
/// <param name="Compared">How many incidents are compared at most.</param>
/// <param name="SharedFrom">From how many different people on a number counts as shared.</param>
/// <param name="RareUpTo">Up to how many people of a name, told apart by their dates of birth, it counts as rare.</param>
/// <param name="NeighbourhoodMetres">How far apart two incidents may be for one name to be one person's.</param>
/// <param name="Weights">By evidence, from 0 to 1: how likely two incidents with this alone belong together.</param>
public sealed record LinkPolicy(
    double NearMetres,
    TimeSpan NearWithin,
    double SamePlaceMetres,
    int Offered,
    double Least,
    int LookedUp,
    int Compared,
    int SharedFrom,
    int RareUpTo,
    double NeighbourhoodMetres,
    FrozenDictionary<LinkEvidence, double> Weights);
