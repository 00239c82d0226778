using Despatch.Domain.Incidents;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Gateway.Watching;

/// <summary>To which pods' desks an incident of another pod is shown, because its search for a unit has reached them. Thread-safe.</summary>
internal sealed class PodNeighbours(ForcePack pack, RunningPolicy policy)
{
    /// <summary>Whether the units of one of these pods are asked for.</summary>
    public bool IsOffered(IncidentState incident, IReadOnlySet<string> pods) =>
        !incident.IsClosed
        && policy.Current.ReachedNeighbours(incident.Escalation)
        && pack.NeighboursOf(incident.Place.Pod).Any(pods.Contains);
}
