using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests.Properties;

/// <summary>Deadlines over random sequences of commands, a minute apart and swept each minute, as the pods' grains will.</summary>
public sealed class EscalationProperties
{
    private static readonly RaiseEscalation Raise = new("nobody free");

    [Fact]
    public void A_graded_incident_without_a_unit_always_has_a_next_deadline()
    {
        var seen = 0;
        Walk((world, _, _) =>
        {
            foreach (var incident in world.Incidents.Values.Where(static i => i is { IsClosed: false, AwaitingUnitSince: not null }))
            {
                if (incident.Grade is Grade.Immediate or Grade.Significant || (incident.Grade == Grade.Extended && incident.AttendedAt is null))
                {
                    seen++;
                    Assert.NotNull(Deadlines.Next(incident, Policies.Plain));
                }
            }
        });
        Assert.True(seen > 0, "No such incident was seen.");
    }

    [Fact]
    public void Only_an_act_puts_a_deadline_off_or_takes_it_away()
    {
        var seen = 0;
        Walk((before, decision, after) =>
        {
            foreach (var change in ((Decision.Accepted)decision).Changes.Where(static c => CadNumber.TryFromKey(c.Stream, out _)))
            {
                if (change.Events.All(static e => e is EntryAdded or EscalationAcknowledged or IncidentAssessed or IncidentLocated or ContactAttached or IncidentResulted))
                {
                    seen++;
                    Assert.Equal(
                        Deadlines.Next(before.Incident(change.Stream), Policies.Plain), Deadlines.Next(after.Incident(change.Stream), Policies.Plain));
                }
            }
        });
        Assert.True(seen > 0, "Nothing was written that is no act.");
    }

    [Fact]
    public void What_was_raised_is_never_due_again_and_the_search_never_goes_down_the_ladder()
    {
        var seen = 0;
        Walk((before, decision, after) =>
        {
            if (decision is not Decision.Accepted { Changes: [{ Events: [IncidentEscalated raised] } change] })
            {
                return;
            }

            seen++;
            var (was, now) = (before.Incident(change.Stream), after.Incident(change.Stream));
            Assert.True(raised.Due <= raised.At);
            Assert.True(was.Escalation.Raised(raised.Clock) is not { } last || last.Step < raised.Step, $"step {raised.Step} was raised again");
            var next = Deadlines.Next(now, Policies.Plain);
            Assert.False(next is not null && next.Clock == raised.Clock && next.Step <= raised.Step, $"{next} follows {raised}");
            if (raised.Clock == EscalationClock.NoUnit)
            {
                Assert.True(Height(was.Escalation.Reached) <= Height(raised.Rung), $"{raised.Rung} after {was.Escalation.Reached}");
            }
        });
        Assert.True(seen > 0, "Nothing was raised.");
    }

    private static int Height(string rung) => Policies.Plain.Ladder.ToList().FindIndex(r => r.Name == rung);

    private static void Walk(Action<World, Decision, World> holds) => Checking.ForAllSequences(Steps.Any, steps =>
    {
        var world = Steps.Start();
        var now = Values.Moment("09:00");
        foreach (var step in steps)
        {
            now = now.AddMinutes(1);
            world = Take(world, step.Stream, step.Command, new Actor("Jo", step.Role), now, holds);
            foreach (var incident in world.Incidents.Keys)
            {
                world = Take(world, incident, Raise, Actor.System, now, holds);
            }
        }
    });

    private static World Take(World world, string stream, object command, Actor by, DateTimeOffset now, Action<World, Decision, World> holds)
    {
        var decision = world.Decide(stream, command, by, now);
        var after = world.After(decision);
        if (decision is Decision.Accepted)
        {
            holds(world, decision, after);
        }

        return after;
    }
}
