using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Grains.Escalation;

/// <summary>
/// Puts in words what was tried for an incident until now, for whoever is told next: who was looked at, and why nobody was sent. From the
/// board alone, so it costs no call. Thread-safe.
/// </summary>
public sealed class Attempts(Board.Board board, Recommender recommender, TimeProvider clock)
{
    /// <summary>So many units are named, of those who can be sent and of those who cannot; the neighbouring pods are shown more.</summary>
    private const int Named = 3;
    private const int NamedToNeighbours = 10;

    /// <summary>The words for one deadline. Never empty.</summary>
    public string Of(IClocked clocked, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(clocked);
        ArgumentNullException.ThrowIfNull(deadline);
        return !deadline.Clock.IsOfItems() && clocked is IncidentState incident ? Of(incident, deadline) : Owed(clocked, deadline);
    }

    private static string Owed(IClocked clocked, Deadline deadline)
    {
        var owed = clocked.Pending.FirstOrDefault(p => p.Is(deadline.Clock, deadline.Item));
        return owed is null ? "It was done a moment ago." : $"{(owed.Words.Length > 0 ? owed.Words : "Owed")}, since {Time(owed.Since)}.";
    }

    private string Of(IncidentState incident, Deadline deadline) =>
        deadline.Clock switch
        {
            EscalationClock.Grading => $"Not graded since {Time(incident.OpenedAt)}.",
            EscalationClock.Review => $"Nobody has acted on it since {Time(incident.Escalation.Touched)}; it is {Status(incident)}.",
            _ => $"{Committed(incident)}{Looked(incident, deadline.To.NeighbouringPods ? NamedToNeighbours : Named)}",
        };

    private string Looked(IncidentState incident, int named)
    {
        var found = recommender.Recommend(incident, board.Picture(), [], named, clock.GetUtcNow());
        var free = string.Join("; ", found.Candidates.Select(c => $"{c.Callsign} {Travel(c.TravelTime)}{c.Reason}"));
        var barred = string.Join("; ", found.PassedOver.Take(named).Select(p => $"{p.Callsign} {Travel(p.TravelTime)}{p.Why}"));
        return (free.Length > 0 ? $"Could be sent: {free}." : "Nobody can be sent.")
            + (barred.Length > 0 ? $" Passed over: {barred}." : "")
            + (found.Note.Length > 0 ? $" {found.Note}" : "");
    }

    private static string Committed(IncidentState incident)
    {
        var units = string.Join("; ", incident.Assignments.Select(a =>
            $"{a.Callsign} {(a.Phase == AssignmentPhase.EnRoute ? "en route" : a.Phase == AssignmentPhase.OnScene ? "on scene" : "assigned")} since {Time(a.Since)}"));
        return units.Length > 0 ? $"Committed: {units}. " : "";
    }

    private static string Travel(TimeSpan? travel) =>
        travel is { } time ? FormattableString.Invariant($"({Math.Max(1, Math.Round(time.TotalMinutes))} min) ") : "";

    private static string Time(DateTimeOffset at) => FormattableString.Invariant($"{LondonTime.Of(at):HH:mm}");

    private static string Status(IncidentState incident) => incident.Status switch
    {
        IncidentStatus.AwaitingUnit => "waiting for a unit",
        IncidentStatus.UnitAssigned => "assigned, and nobody has arrived",
        IncidentStatus.Attended => "attended",
        IncidentStatus.AwaitingResult => "waiting for its result",
        IncidentStatus.Resulted => "resulted and not closed",
        _ => "open",
    };
}
