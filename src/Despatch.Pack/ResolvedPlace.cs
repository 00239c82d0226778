using Despatch.Domain;

namespace Despatch.Pack;

/// <summary>Who a point on the map belongs to.</summary>
/// <param name="Borough">The borough's name.</param>
/// <param name="Pod">The code of the pod whose desks work it.</param>
public sealed record ResolvedPlace(string Borough, string Pod);

/// <summary>An area on the map that another force polices. Calls from there still arrive; a pod takes them and passes them on.</summary>
/// <param name="Area">The area's name on the map.</param>
/// <param name="PolicedBy">The name of the force that polices it.</param>
/// <param name="Pod">The code of the pod that takes a call from there.</param>
public sealed record Elsewhere(string Area, string PolicedBy, string Pod);

/// <summary>A street that a caller may name.</summary>
/// <param name="Name">As people say it: <c>Coldharbour Lane</c>.</param>
/// <param name="Borough">The borough it runs in; a long street has an entry in each.</param>
/// <param name="Point">One point that stands for it.</param>
public sealed record Street(string Name, string Borough, Point Point);
