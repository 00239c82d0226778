using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Tests.Support;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Properties;

/// <summary>What must hold of a world, and of every step from one world to the next.</summary>
internal static class Invariants
{
    public static void OfWorld(World world)
    {
        NoUnitIsOnTwoIncidents(world);
        IncidentsAndUnitsAgree(world);
        foreach (var incident in world.Incidents.Values)
        {
            PromiseIsKept(incident);
            Assert.Equal(
                incident.Assignments.Select(static a => a.Callsign).Order(StringComparer.Ordinal),
                incident.Risk.Briefings.Select(static b => b.Callsign).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    public static void OfStep(World before, Decision decision, World after, DateTimeOffset now)
    {
        if (decision is Decision.Refused refused)
        {
            Assert.Same(before, after);
            Assert.NotEmpty(refused.Refusal.Message);
            return;
        }

        var changes = ((Decision.Accepted)decision).Changes;
        Assert.NotEmpty(changes);
        Assert.Distinct(changes.Select(static c => c.Stream), StringComparer.Ordinal);
        Assert.All(changes, change => Assert.NotEmpty(change.Events));
        Assert.All(changes.SelectMany(static c => c.Events), fact => Assert.Equal(now, fact.At));
        foreach (var change in changes.Where(static c => CadNumber.TryFromKey(c.Stream, out _)))
        {
            OfIncident(before.Incident(change.Stream), change, after.Incident(change.Stream));
        }
    }

    private static void OfIncident(IncidentState before, Change change, IncidentState after)
    {
        if (before.IsClosed)
        {
            Assert.True(Assert.Single(change.Events) is IncidentReopened or IncidentLinked or IncidentUnlinked, "A closed incident is reopened or linked only.");
        }

        if (before.Grade is { } was && after.Grade is { } grade && was.IsBelow(grade) && before.AttendBy is { } promised)
        {
            Assert.True(
                after.AttendBy <= promised,
                $"Raised from {was} to {grade}, the promise moved from {promised:t} to {after.AttendBy:t}.");
        }

        foreach (var diverted in change.Events.OfType<UnitDiverted>())
        {
            Assert.Equal(after.Assignments.IsEmpty, diverted.AwaitingUnit);
            if (after.Assignments.IsEmpty)
            {
                Assert.Equal(diverted.At, after.AwaitingUnitSince);
                var expected = after.ResultCode.Length > 0 ? IncidentStatus.Resulted
                    : after.Grade == Grade.Referred ? IncidentStatus.AwaitingResult
                    : IncidentStatus.AwaitingUnit;
                Assert.Equal(expected, after.Status);
            }
        }
    }

    private static void NoUnitIsOnTwoIncidents(World world) =>
        Assert.Distinct(
            world.Incidents.Values.SelectMany(static i => i.Assignments).Select(static a => a.Callsign), StringComparer.Ordinal);

    private static void IncidentsAndUnitsAgree(World world)
    {
        foreach (var (key, incident) in world.Incidents)
        {
            Assert.Equal(key, incident.Key);
            Assert.All(incident.Assignments, a => Assert.Equal(key, world.Unit(a.Callsign).Incident));
            Assert.False(incident.IsClosed && !incident.Assignments.IsEmpty, $"{key} is closed with units on it.");
        }

        foreach (var unit in world.Units.Values)
        {
            Assert.Equal(unit.IsCommitted, unit.IsCommitted && world.Incident(unit.Incident).AssignmentOf(unit.Callsign) is not null);
            Assert.False(unit.IsCommitted && !unit.IsBookedOn, $"{unit.Callsign} is committed and off duty.");
            Assert.False(
                !unit.IsCommitted && unit.Status is UnitStatus.EnRoute or UnitStatus.OnScene,
                $"{unit.Callsign} is {unit.Status} to nothing.");
        }
    }

    private static void PromiseIsKept(IncidentState incident)
    {
        Assert.Equal(incident.Grade is null or Grade.Referred, incident.AttendBy is null);
        if (!incident.IsClosed && incident.Assignments.IsEmpty && incident.AttendedAt is null)
        {
            Assert.NotNull(incident.AwaitingUnitSince);
        }

        if (!incident.Assignments.IsEmpty || incident.IsClosed)
        {
            Assert.Null(incident.AwaitingUnitSince);
        }
    }
}
