using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests.Properties;

/// <summary>Deadlines over random sequences of commands, a minute apart and swept each minute, as the pods' grains will.</summary>
public sealed class EscalationProperties
{
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

    [Fact]
    public void Under_the_whole_policy_every_open_incident_has_a_next_deadline_and_none_of_what_is_no_act_puts_it_off()
    {
        var (seen, written) = (0, 0);
        Walk(
            (before, decision, after) =>
            {
                foreach (var incident in after.Incidents.Values.Where(static i => i is { Exists: true, IsClosed: false }))
                {
                    seen++;
                    Assert.NotNull(Deadlines.Next(incident, Policies.Full));
                }

                foreach (var change in ((Decision.Accepted)decision).Changes.Where(static c => CadNumber.TryFromKey(c.Stream, out _)))
                {
                    if (change.Events.All(static e => e is EntryAdded or EscalationAcknowledged or ContactAttached or IncidentTagged or IncidentUntagged or HandoverAccepted))
                    {
                        written++;
                        Assert.Equal(
                            Deadlines.Next(before.Incident(change.Stream), Policies.Full), Deadlines.Next(after.Incident(change.Stream), Policies.Full));
                    }
                }
            },
            Policies.Full);
        Assert.True(seen > 0 && written > 0, "Nothing was seen.");
    }

    [Fact]
    public void Whoever_sweeps_each_minute_raises_each_deadline_in_the_minute_in_which_it_is_due()
    {
        var seen = 0;
        Walk(
            (_, decision, _) =>
            {
                foreach (var raised in ((Decision.Accepted)decision).Changes.SelectMany(static c => c.Events).OfType<IncidentEscalated>())
                {
                    seen++;
                    Assert.InRange(raised.At - raised.Due, TimeSpan.Zero, TimeSpan.FromMinutes(1));
                }
            },
            Policies.Full);
        Assert.True(seen > 0, "Nothing was raised.");
    }

    [Fact]
    public void However_long_nobody_acts_no_timer_closes_anything()
    {
        var swept = 0;
        Checking.ForAllSequences(Steps.Any, steps =>
        {
            var world = Steps.Start() with { Policy = Policies.Full };
            var now = Values.Moment("08:00");
            foreach (var step in steps)
            {
                now = now.AddMinutes(1);
                world = world.After(world.Decide(step.Stream, step.Command, new Actor("Jo", step.Role), now));
            }

            foreach (var incident in world.Incidents.Values.Where(static i => i.IsOpen))
            {
                for (var raised = 0; raised < 50 && Deadlines.Next(world.Incident(incident.Key), Policies.Full) is { } next; raised++)
                {
                    world = world.After(world.Decide(incident.Key, RaiseEscalation.Of(next, "nobody free"), Actor.System, next.Due));
                    swept++;
                }

                Assert.Equal((true, incident.Status), (world.Incident(incident.Key).IsOpen, world.Incident(incident.Key).Status));
            }
        });
        Assert.True(swept > 0, "Nothing was raised.");
    }

    private static void Walk(Action<World, Decision, World> holds) => Walk(holds, Policies.Plain);

    private static void Walk(Action<World, Decision, World> holds, EscalationPolicy policy) => Checking.ForAllSequences(Steps.Any, steps =>
    {
        var world = Steps.Start() with { Policy = policy };
        var now = Values.Moment("08:00");
        foreach (var step in steps)
        {
            now = now.AddMinutes(1);
            world = Take(world, step.Stream, step.Command, new Actor("Jo", step.Role), now, holds);
            foreach (var incident in world.Incidents.Keys)
            {
                while (Deadlines.Next(world.Incident(incident), policy) is { } next && next.Due <= now)
                {
                    world = Take(world, incident, RaiseEscalation.Of(next, "nobody free"), Actor.System, now, holds);
                }
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
