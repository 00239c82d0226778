using Orleans.Placement;
using Orleans.Runtime;

namespace Despatch.Grains.Placement;

/// <summary>Places a grain at its home site, while a silo of that site is alive; else at the next of the force's order.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HomeSiteAttribute() : PlacementAttribute(new HomeSitePlacement());

/// <summary>The strategy behind <see cref="HomeSiteAttribute"/>; <see cref="HomeSiteDirector"/> carries it out.</summary>
public sealed class HomeSitePlacement : PlacementStrategy;
