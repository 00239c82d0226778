using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Support;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Properties;

/// <summary>Random sequences of commands, decided by the real functions and folded.</summary>
public sealed class CommandProperties
{
    [Fact]
    public void No_sequence_of_commands_breaks_an_invariant()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        Checking.ForAllSequences(Steps.Any, steps => Walk(steps, seen), times: 300, size: 120);
        Checking.ForAllSequences(Steps.Despatching, steps => Walk(steps, seen), times: 600, size: 120);
        Checking.ForAllSequences(Steps.Ending, steps => Walk(steps, seen), times: 200, size: 120);

        // What never happened was not tested.
        string[] wanted =
        [
            nameof(UnitDiverted), nameof(UnitStoodDown), nameof(UnitReleased), nameof(UnitOnScene), nameof(UnitEnRoute),
            nameof(IncidentClosed), nameof(IncidentReopened), nameof(EmergencyRaised), nameof(UnitBookedOff), "ContactAttached",
            "refused RoleNotAllowed", "refused AuthorityNeeded", "refused UnitCommitted", "refused StatusNotPossible",
            "refused IncidentClosed", "refused UnitNotAvailable", "left by a divert, then stood down",
        ];
        Assert.All(wanted, what => Assert.True(seen.GetValueOrDefault(what) > 0, $"{what} never happened."));
    }

    [Fact]
    public void The_same_command_decided_twice_is_decided_alike() =>
        Checking.ForAllSequences(Steps.Any, static steps =>
        {
            var world = Steps.Start();
            foreach (var step in steps)
            {
                var by = new Actor("Jo", step.Role);
                var decision = world.Decide(step.Stream, step.Command, by, Values.Moment("09:00"));
                var again = world.Decide(step.Stream, step.Command, by, Values.Moment("09:00"));
                Assert.Equal(Facts(decision), Facts(again));
                world = world.After(decision);
            }
        });

    private static void Walk(Step[] steps, Dictionary<string, int> seen)
    {
        var world = Steps.Start();
        var now = Values.Moment("09:00");
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            now = now.AddMinutes(1);
            var decision = world.Decide(step.Stream, step.Command, new Actor("Jo", step.Role), now);
            var after = world.After(decision);
            Count(world, decision, left, seen);
            Invariants.OfStep(world, decision, after, now);
            Invariants.OfWorld(after);
            NothingLeftByADivertIsForgotten(after, decision, left);
            world = after;
        }
    }

    /// <summary>
    /// Tells for itself, from the facts alone, which incidents a divert left with nobody there and where nobody has been since: each
    /// of them has a unit coming, or awaits one, until somebody closes it.
    /// </summary>
    private static void NothingLeftByADivertIsForgotten(World after, Decision decision, HashSet<string> left)
    {
        if (decision is Decision.Accepted accepted)
        {
            foreach (var (change, fact) in accepted.Changes.SelectMany(static c => c.Events.Select(e => (c, e))))
            {
                var there = after.Incident(change.Stream).Assignments.Any(static a => a.Phase == AssignmentPhase.OnScene);
                _ = fact switch
                {
                    UnitDiverted when !there => left.Add(change.Stream),
                    UnitOnScene => left.Remove(change.Stream),
                    _ => false,
                };
            }
        }

        foreach (var incident in left.Select(after.Incident).Where(static i => !i.IsClosed && i.Assignments.IsEmpty))
        {
            Assert.True(incident.AwaitingUnitSince is not null, $"CAD {incident.Cad} was left by a divert, and awaits nobody.");
        }
    }

    private static void Count(World before, Decision decision, HashSet<string> left, Dictionary<string, int> seen)
    {
        foreach (var what in Names(decision))
        {
            seen[what] = seen.GetValueOrDefault(what) + 1;
        }

        if (decision is Decision.Accepted { Changes: [{ Events: [UnitStoodDown { AwaitingUnit: true }] } change, ..] }
            && left.Contains(change.Stream) && before.Incident(change.Stream).AttendedAt is not null)
        {
            seen["left by a divert, then stood down"] = seen.GetValueOrDefault("left by a divert, then stood down") + 1;
        }
    }

    private static IEnumerable<string> Names(Decision decision) => decision is Decision.Refused refused
        ? [$"refused {refused.Refusal.Code}"]
        : ((Decision.Accepted)decision).Changes.SelectMany(static c => c.Events).Select(static e => e.GetType().Name);

    private static string Facts(Decision decision) => decision is Decision.Refused refused
        ? refused.ToString()
        : string.Join('\n', ((Decision.Accepted)decision).Changes.Select(static c => $"{c.Stream}: {string.Join("; ", c.Events)}"));
}
