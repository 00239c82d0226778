using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;

namespace Despatch.Domain.Escalation;

/// <summary>A kind of aggregates that can be late: how to fold one from its facts without knowing more of it. Immutable.</summary>
/// <param name="Prefix">What its streams begin with.</param>
/// <param name="Initial">Before the first fact.</param>
/// <param name="Evolve">The state after one more fact.</param>
public sealed record ClockedKind(string Prefix, IClocked Initial, Func<IClocked, DomainEvent, IClocked> Evolve)
{
    private static readonly ClockedKind[] All =
    [
        new(IncidentState.KeyPrefix, IncidentState.Initial, static (state, fact) => IncidentState.Evolve((IncidentState)state, fact)),
        new(ContactState.KeyPrefix, ContactState.Initial, static (state, fact) => ContactState.Evolve((ContactState)state, fact)),
        new(MarkerState.KeyPrefix, MarkerState.Initial, static (state, fact) => MarkerState.Evolve((MarkerState)state, fact)),
    ];

    /// <summary>The kind of a stream; null if nothing of it can be late.</summary>
    public static ClockedKind? Of(string stream)
    {
        foreach (var kind in All)
        {
            if (stream.StartsWith(kind.Prefix, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return null;
    }
}
