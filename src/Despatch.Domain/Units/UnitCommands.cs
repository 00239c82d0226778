using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;

namespace Despatch.Domain.Units;

/// <summary>What a unit can be asked to do.</summary>
public abstract record UnitCommand;

/// <summary>A crew comes on duty.</summary>
public sealed record BookOn(
    UnitKind Kind, ImmutableArray<Skill> Skills, ImmutableArray<CrewMember> Crew, string Pod, Ward? Ward, Point Base) : UnitCommand;

/// <summary>The crew presses a status.</summary>
/// <param name="Status">The new one; not 10.</param>
/// <param name="Fix">Where the unit is, if the terminal or the board knows.</param>
/// <param name="Place">The same as a place, for an emergency.</param>
public sealed record SetStatus(UnitStatus Status, Fix? Fix, Place Place) : UnitCommand;

/// <summary>The crew goes off duty.</summary>
public sealed record BookOff : UnitCommand;

/// <summary>What a unit's decision may need to know of others.</summary>
/// <param name="Incident">The incident the unit is committed to; null if none.</param>
/// <param name="NextCad">A number that is still free, for an emergency; the default value otherwise.</param>
public sealed record UnitSurroundings(IncidentState? Incident, CadNumber NextCad);
