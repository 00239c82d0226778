using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Board;

/// <summary>
/// The despatchers' queues: pure functions over a picture. Every queue is in order of what was promised first, then of age. An incident
/// that nobody has graded may be anything, so it stands where an I of its age would; those without attendance (R) come last.
/// A pod of null means all pods.
/// </summary>
public static class BoardQueries
{
    /// <summary>All open incidents.</summary>
    public static ImmutableArray<IncidentState> AllOpen(BoardPicture picture, string? pod) =>
        Queue(picture, pod, static _ => true);

    /// <summary>Those that somebody must grade.</summary>
    public static ImmutableArray<IncidentState> AwaitingGrade(BoardPicture picture, string? pod) =>
        Queue(picture, pod, static i => i.Status == IncidentStatus.AwaitingGrade);

    /// <summary>Those that somebody must send a unit to.</summary>
    public static ImmutableArray<IncidentState> AwaitingUnit(BoardPicture picture, string? pod) =>
        Queue(picture, pod, static i => i.Status == IncidentStatus.AwaitingUnit);

    /// <summary>Those whose promise is broken: the time to attend has passed, and nobody has.</summary>
    public static ImmutableArray<IncidentState> Breached(BoardPicture picture, string? pod, DateTimeOffset now) =>
        Queue(picture, pod, i => IsBreached(i, now));

    /// <summary>The units on duty, by callsign.</summary>
    public static ImmutableArray<UnitRow> Units(BoardPicture picture, string? pod)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var found = new List<UnitRow>();
        foreach (var (_, row) in picture.Units)
        {
            if (IsOf(pod, row.State.Pod))
            {
                found.Add(row);
            }
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.State.Callsign, b.State.Callsign));
        return [.. found];
    }

    /// <summary>Whether the time to attend has passed and nobody has attended.</summary>
    public static bool IsBreached(IncidentState incident, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return !incident.IsClosed && incident.AttendedAt is null && incident.AttendBy < now;
    }

    private static ImmutableArray<IncidentState> Queue(BoardPicture picture, string? pod, Func<IncidentState, bool> belongs)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var found = new List<(DateTimeOffset Due, IncidentState Incident)>();
        foreach (var (_, incident) in picture.Incidents)
        {
            if (IsOf(pod, incident.Place.Pod) && belongs(incident))
            {
                found.Add((Due(incident), incident));
            }
        }

        found.Sort(static (a, b) => Compare(a, b));
        return [.. found.Select(static f => f.Incident)];
    }

    private static DateTimeOffset Due(IncidentState incident) =>
        incident.AttendBy ?? (incident.Grade is null ? incident.OpenedAt + Grade.Immediate.Target() : null) ?? DateTimeOffset.MaxValue;

    private static int Compare((DateTimeOffset Due, IncidentState Incident) a, (DateTimeOffset Due, IncidentState Incident) b)
    {
        var byDue = a.Due.CompareTo(b.Due);
        var byAge = byDue != 0 ? byDue : a.Incident.OpenedAt.CompareTo(b.Incident.OpenedAt);
        return byAge != 0 ? byAge : CompareNumbers(a.Incident.Cad, b.Incident.Cad);
    }

    private static int CompareNumbers(CadNumber a, CadNumber b)
    {
        var byDay = a.Day.CompareTo(b.Day);
        return byDay != 0 ? byDay : a.Number.CompareTo(b.Number);
    }

    private static bool IsOf(string? pod, string actual) => pod is null || string.Equals(pod, actual, StringComparison.Ordinal);
}
