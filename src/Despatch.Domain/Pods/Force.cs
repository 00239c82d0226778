using System.Collections.Immutable;
using Despatch.Domain.Contacts;
using Despatch.Domain.Units;

namespace Despatch.Domain.Pods;

/// <summary>A control centre: the key is lower case (<c>lambeth</c>) and is also the prefix of its silos' names.</summary>
public sealed record Site(string Key, string Name);

/// <summary>A despatch pod: desks that serve two to four boroughs, at one site.</summary>
/// <param name="Code">Two letters, as in a callsign: <c>AS</c>.</param>
/// <param name="Site">The key of its home site.</param>
/// <param name="Boroughs">The names of its boroughs.</param>
public sealed record Pod(string Code, string Site, ImmutableArray<string> Boroughs);

/// <summary>A code under which incidents are opened or resulted.</summary>
public sealed record IncidentCode(string Code, string Meaning);

/// <summary>The ground a ring-fenced unit keeps to: its ward, as a circle.</summary>
/// <param name="Name">The ward's name.</param>
/// <param name="Centre">Its middle.</param>
/// <param name="RadiusMetres">How far it reaches.</param>
public sealed record Ward(string Name, Point Centre, double RadiusMetres)
{
    /// <summary>Whether a point lies in the ward.</summary>
    public bool Contains(Point point) => Centre.MetresTo(point) <= RadiusMetres;
}

/// <summary>A unit that the force can book on, as its roster has it.</summary>
/// <param name="Callsign">Unique in the force; begins with the pod's code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Skills">What its crew can do.</param>
/// <param name="Pod">The pod whose desks work it.</param>
/// <param name="Base">Where it starts from, a station.</param>
/// <param name="Ward">The ward of a Safer Neighbourhoods unit; null for all others.</param>
public sealed record RosterUnit(
    string Callsign, UnitKind Kind, ImmutableArray<Skill> Skills, string Pod, Point Base, Ward? Ward);

/// <summary>
/// A force's own data: sites in their order of fall-back, pods, codes, roster. London's is one; another force loads its own.
/// Immutable, so safe to share.
/// </summary>
/// <param name="Name">The force's name.</param>
/// <param name="Sites">In the fixed order in which one takes over for another.</param>
/// <param name="Pods">All pods.</param>
/// <param name="UnlocatedPod">The code of the pod that owns an incident while nobody knows where it is.</param>
/// <param name="OpeningCodes">What an incident may be called when opened.</param>
/// <param name="ResultCodes">What it may turn out to be.</param>
/// <param name="Roster">The units.</param>
public sealed record Force(
    string Name,
    ImmutableArray<Site> Sites,
    ImmutableArray<Pod> Pods,
    string UnlocatedPod,
    ImmutableArray<IncidentCode> OpeningCodes,
    ImmutableArray<IncidentCode> ResultCodes,
    ImmutableArray<RosterUnit> Roster)
{
    /// <summary>The force's figures for handling contacts.</summary>
    public ContactPolicy Contacts { get; init; } = ContactPolicy.Seeds;
}
