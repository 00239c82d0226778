using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.Pods;
using Despatch.Domain.Procedures;
using Despatch.Domain.Risk;
using Despatch.Geography;
using Despatch.Pack.Reading;

namespace Despatch.Pack;

/// <summary>
/// Everything that makes the system one force's: its sites, pods, codes and roster, the map of its boroughs, its demand and its streets.
/// Read once at start-up. Immutable, so safe for concurrent callers.
/// </summary>
public sealed class ForcePack
{
    private static readonly Lazy<ForcePack> LazyLondon = new(() => PackReader.Read(new EmbeddedFiles("London")));

    /// <summary>Outlines are simplified, so boroughs that meet may lie a little apart; the Thames is wider than this nearly everywhere.</summary>
    private const double NextToMetres = 100;

    private readonly FrozenDictionary<string, ResolvedPlace> _placeOfBorough;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _neighbours;
    private readonly FrozenDictionary<string, ImmutableArray<Street>> _streets;

    internal ForcePack(
        Force force, BoroughMap boroughs, ImmutableArray<Elsewhere> elsewhere, Demand demand, ImmutableArray<Street> streets,
        EscalationPolicy escalation, LinkPolicy linking, ImmutableArray<OtherForce> otherForces, ProcedureBook procedures, CommandPolicy command,
        string attribution)
    {
        Force = force;
        Boroughs = boroughs;
        Elsewhere = elsewhere;
        Demand = demand;
        Escalation = escalation;
        Linking = linking;
        Command = command;
        OtherForces = otherForces.ToFrozenDictionary(f => f.Code, StringComparer.Ordinal);
        Procedures = procedures;
        Attribution = attribution;
        Sites = force.Sites.ToFrozenDictionary(s => s.Key, StringComparer.Ordinal);
        Pods = force.Pods.ToFrozenDictionary(p => p.Code, StringComparer.Ordinal);
        Units = force.Roster.ToFrozenDictionary(u => u.Callsign, StringComparer.Ordinal);
        OpeningCodes = force.OpeningCodes.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
        ResultCodes = force.ResultCodes.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
        _placeOfBorough = force.Pods.SelectMany(p => p.Boroughs.Select(b => new ResolvedPlace(b, p.Code)))
            .Concat(elsewhere.Select(e => new ResolvedPlace(e.Area, e.Pod)))
            .ToFrozenDictionary(p => p.Borough, StringComparer.Ordinal);
        _neighbours = force.Pods.ToFrozenDictionary(p => p.Code, p => Neighbours(p, force, boroughs), StringComparer.Ordinal);
        _streets = streets.GroupBy(s => s.Borough, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>London's pack, built in; read on first use.</summary>
    public static ForcePack London => LazyLondon.Value;

    /// <summary>Sites, pods, codes, roster.</summary>
    public Force Force { get; }

    /// <summary>The map.</summary>
    public BoroughMap Boroughs { get; }

    /// <summary>The areas on the map that another force polices.</summary>
    public ImmutableArray<Elsewhere> Elsewhere { get; }

    /// <summary>When and where the force is called.</summary>
    public Demand Demand { get; }

    /// <summary>When the alarm is raised over an incident, and with whom.</summary>
    public EscalationPolicy Escalation { get; }

    /// <summary>What makes two incidents candidates for a link.</summary>
    public LinkPolicy Linking { get; }

    /// <summary>Which incidents are commanded centrally from the start.</summary>
    public CommandPolicy Command { get; }

    /// <summary>The other forces by code.</summary>
    public FrozenDictionary<string, OtherForce> OtherForces { get; }

    /// <summary>What each opening code asks of whoever works the incident.</summary>
    public ProcedureBook Procedures { get; }

    /// <summary>What the force calls the risks it knows, and what they propose.</summary>
    public RiskPolicy Risk { get; internal init; } = new(FrozenDictionary<string, RiskFlag>.Empty, FrozenDictionary<string, MarkerKind>.Empty, []);

    /// <summary>Whose data this is, in the words that their licences ask for; to be shown to users. Empty when the pack has no such file.</summary>
    public string Attribution { get; }

    /// <summary>Sites by key.</summary>
    public FrozenDictionary<string, Site> Sites { get; }

    /// <summary>Pods by code.</summary>
    public FrozenDictionary<string, Pod> Pods { get; }

    /// <summary>The roster by callsign.</summary>
    public FrozenDictionary<string, RosterUnit> Units { get; }

    /// <summary>Opening codes by code.</summary>
    public FrozenDictionary<string, IncidentCode> OpeningCodes { get; }

    /// <summary>Result codes by code.</summary>
    public FrozenDictionary<string, IncidentCode> ResultCodes { get; }

    /// <summary>Reads another force's pack: a directory with the files that the London one has (see its README).</summary>
    /// <exception cref="PackException">Files are missing or break rules; it names all of them.</exception>
    public static ForcePack Load(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return PackReader.Read(new DirectoryFiles(directory));
    }

    /// <summary>Reads an escalation policy alone: a directory with <c>ladder.csv</c> and <c>escalation.csv</c>.</summary>
    /// <exception cref="PackException">Files are missing or break rules; it names file, line and rule of all of them.</exception>
    public static EscalationPolicy LoadEscalation(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return PackReader.ReadEscalation(new DirectoryFiles(directory));
    }

    /// <summary>Reads markers to be added in bulk, by this force's kinds and pods (see the pack's README).</summary>
    /// <exception cref="PackException">Lines break rules; it names line and rule of all of them, and none is to be added.</exception>
    public ImmutableArray<AddMarker> ReadMarkers(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFileName(path);
        var problems = new PackProblems(file);
        var markers = new MarkersFile(this, problems).Read(file, File.Exists(path) ? File.ReadAllText(path) : null);
        problems.ThrowIfAny();
        return markers;
    }

    /// <summary>The borough and pod of a point; the nearest borough's within 500 m of one; null beyond, where no pod can be told.</summary>
    public ResolvedPlace? Resolve(Point point) => Boroughs.Locate(point) is { } hit ? _placeOfBorough[hit.Borough] : null;

    /// <summary>
    /// The place of a point and an address. Without a point, or with one outside the area, the borough is empty and the pod is the
    /// force's <see cref="Force.UnlocatedPod"/>: somebody always owns it.
    /// </summary>
    public Place PlaceOf(Point? point, string address) =>
        point is { } at && Resolve(at) is { } found
            ? new Place(at, address, found.Borough, found.Pod)
            : new Place(point, address, "", Force.UnlocatedPod);

    /// <summary>The code of the pod whose desks work a borough; null for a name that the map does not have.</summary>
    public string? PodOfBorough(string borough) => _placeOfBorough.GetValueOrDefault(borough)?.Pod;

    /// <summary>The codes of the pods that border on a pod, in the force's order; those across the river do not. None for a code it does not have.</summary>
    public ImmutableArray<string> NeighboursOf(string pod) => _neighbours.GetValueOrDefault(pod, []);

    /// <summary>The home site of a pod.</summary>
    /// <exception cref="KeyNotFoundException">The force has no such pod.</exception>
    public Site HomeSite(string pod) => Sites[Pods[pod].Site];

    /// <summary>Streets of a borough that a caller may name; empty when none are known.</summary>
    public ImmutableArray<Street> StreetsIn(string borough) => _streets.GetValueOrDefault(borough, []);

    private static ImmutableArray<string> Neighbours(Pod pod, Force force, BoroughMap map) =>
    [
        .. force.Pods
            .Where(other => other != pod && pod.Boroughs.Any(b => other.Boroughs.Any(o => map.AreWithin(b, o, NextToMetres))))
            .Select(other => other.Code),
    ];
}
