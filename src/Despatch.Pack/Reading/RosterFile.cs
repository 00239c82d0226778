using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.Geography;

namespace Despatch.Pack.Reading;

/// <summary>Reads <c>roster.csv</c>: one unit a line.</summary>
internal sealed class RosterFile(ForceFile force, BoroughMap map, PackProblems problems)
{
    public const string File = "roster.csv";

    private const int Callsign = 0;
    private const int Kind = 1;
    private const int SkillList = 2;
    private const int PodCode = 3;
    private const int Borough = 4;
    private const int BaseLongitude = 5;
    private const int WardName = 7;
    private const int WardLongitude = 8;
    private const int WardRadius = 10;

    private static readonly string[] Columns =
        ["callsign", "kind", "skills", "pod", "borough", "longitude", "latitude", "ward", "ward_longitude", "ward_latitude", "ward_radius_m"];

    // By name only: Enum.TryParse would take '3' for a kind too.
    private static readonly FrozenDictionary<string, UnitKind> Kinds =
        Enum.GetValues<UnitKind>().ToFrozenDictionary(k => k.ToString(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Skill> Skills =
        Enum.GetValues<Skill>().ToFrozenDictionary(s => s.ToString(), StringComparer.Ordinal);

    private readonly Dictionary<string, Pod> _pods =
        force.Pods.ToDictionary(p => p.Code, StringComparer.Ordinal);

    private readonly HashSet<string> _callsigns = new(StringComparer.Ordinal);

    public ImmutableArray<RosterUnit> Read(string? text)
    {
        var units = ImmutableArray.CreateBuilder<RosterUnit>();
        foreach (var row in CsvFile.Read(File, text, Columns, problems))
        {
            if (Unit(row) is { } unit)
            {
                units.Add(unit);
            }
        }

        return units.ToImmutable();
    }

    private RosterUnit? Unit(CsvRow row)
    {
        var callsign = row.Named(Callsign);
        var kind = KindOf(row);
        var skills = SkillsOf(row);
        var pod = PodOf(row);
        if (callsign is null || kind is null || skills is null || pod is null)
        {
            return null;
        }

        if (!_callsigns.Add(callsign))
        {
            row.Problem("duplicate-callsign", $"{callsign} is there already");
        }

        if (!callsign.StartsWith(pod.Code, StringComparison.Ordinal))
        {
            row.Problem("callsign-prefix", $"{callsign} does not begin with its pod's code {pod.Code}");
        }

        var borough = row.Text(Borough);
        if (!pod.Boroughs.Contains(borough, StringComparer.Ordinal))
        {
            row.Problem("borough-not-in-pod", $"{callsign} is based in '{borough}', which pod {pod.Code} does not serve");
            return null;
        }

        var home = row.PointIn(BaseLongitude, borough, map);
        return home is { } at && WardOf(row, kind.Value, borough, out var ward)
            ? new RosterUnit(callsign, kind.Value, skills.Value, pod.Code, at, ward)
            : null;
    }

    private static UnitKind? KindOf(CsvRow row)
    {
        if (Kinds.TryGetValue(row.Text(Kind), out var kind))
        {
            return kind;
        }

        row.Problem("unknown-kind", $"'{row.Text(Kind)}' is not one of {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private static ImmutableArray<Skill>? SkillsOf(CsvRow row)
    {
        var names = row.Text(SkillList).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unknown = names.Where(n => !Skills.ContainsKey(n)).ToList();
        if (unknown.Count == 0)
        {
            return [.. names.Select(n => Skills[n]).Distinct()];
        }

        row.Problem("unknown-skill", $"'{string.Join(' ', unknown)}' is not of {string.Join(", ", Skills.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private Pod? PodOf(CsvRow row)
    {
        if (_pods.TryGetValue(row.Text(PodCode), out var pod))
        {
            return pod;
        }

        row.Problem("unknown-pod", $"'{row.Text(PodCode)}' is not one of the pods");
        return null;
    }

    private bool WardOf(CsvRow row, UnitKind kind, string borough, out Ward? ward)
    {
        ward = null;
        var name = row.Text(WardName);
        if (kind != UnitKind.SaferNeighbourhoods)
        {
            if (name.Length == 0)
            {
                return true;
            }

            row.Problem("ward-unexpected", $"only {nameof(UnitKind.SaferNeighbourhoods)} keeps to a ward, not {kind}");
            return false;
        }

        if (row.Named(WardName) is null)
        {
            return false;
        }

        var centre = row.PointIn(WardLongitude, borough, map);
        var radius = row.Number(WardRadius);
        if (radius is <= 0)
        {
            row.Problem("ward-radius", $"{radius} m must be above 0");
        }

        if (centre is not { } middle || radius is not > 0)
        {
            return false;
        }

        ward = new Ward(name, middle, radius.Value);
        return true;
    }
}
