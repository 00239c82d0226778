namespace Despatch.Domain;

/// <summary>
/// Where something is, as far as anybody knows. An unknown place is <see cref="Point"/> null and <see cref="Borough"/> empty;
/// it still has a pod, because somebody must own the incident.
/// </summary>
/// <param name="Point">The spot, or null while unknown.</param>
/// <param name="Address">In words, possibly empty.</param>
/// <param name="Borough">The borough's name, or empty while unknown.</param>
/// <param name="Pod">The code of the pod that owns what happens there.</param>
public sealed record Place(Point? Point, string Address, string Borough, string Pod);
