using System.Collections.Immutable;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests;

/// <summary>What stands of an alarm, and what is handed over at a change of shift.</summary>
public sealed class SupervisionTests
{
    private static readonly DateTimeOffset Ten = Values.Moment("10:00");
    private static readonly Actor By = new("Jo", Role.Despatcher);

    [Theory]
    [InlineData(Grade.Immediate, true)]
    [InlineData(Grade.Significant, true)]
    [InlineData(Grade.Extended, false)]
    [InlineData(Grade.Referred, false)]
    public void Every_open_I_and_S_is_handed_over(Grade grade, bool listed)
    {
        var incident = After(Graded(grade));
        Assert.Equal(listed, SupervisionDecisions.IsForHandover(incident));
        Assert.False(SupervisionDecisions.IsForHandover(After(Graded(grade), new IncidentClosed("") { At = Ten, By = By })));
    }

    [Fact]
    public void An_unacknowledged_or_tagged_incident_is_handed_over_whatever_its_grade()
    {
        var read = new EscalationAcknowledged("seen") { At = Ten, By = By };
        Assert.True(SupervisionDecisions.IsForHandover(After(Graded(Grade.Extended), Escalated(EscalationClock.Target, "supervisor"))));
        Assert.False(SupervisionDecisions.IsForHandover(After(Graded(Grade.Extended), Escalated(EscalationClock.Target, "supervisor"), read)));
        Assert.True(SupervisionDecisions.IsForHandover(After(Graded(Grade.Extended), new IncidentTagged("odd") { At = Ten, By = By })));
        Assert.False(SupervisionDecisions.IsForHandover(IncidentState.Initial));
    }

    [Fact]
    public void An_incident_accepted_before_the_shift_began_waits_to_be_accepted_again()
    {
        var incident = After(Graded(Grade.Immediate), new HandoverAccepted("") { At = Ten, By = By });
        Assert.Equal(new Holder("Jo", Role.Despatcher, Ten), incident.Holder);
        Assert.True(SupervisionDecisions.IsAccepted(incident, Ten));
        Assert.False(SupervisionDecisions.IsAccepted(incident, Ten.AddHours(8)));
        Assert.False(SupervisionDecisions.IsAccepted(After(Graded(Grade.Immediate)), DateTimeOffset.MinValue));
    }

    [Fact]
    public void Acts_answer_what_was_not_acknowledged()
    {
        DomainEvent[] told = [Graded(Grade.Immediate), Escalated(EscalationClock.NoUnit, "despatcher"), Escalated(EscalationClock.Target, "supervisor")];
        Assert.Equal(2, After(told).Escalation.Unacknowledged);
        Assert.Equal(2, After([.. told, new EntryAdded("none free") { At = Ten, By = By }]).Escalation.Unacknowledged);
        Assert.Equal(2, After([.. told, new IncidentGraded(Grade.Significant, Grade.Immediate, "") { At = Ten, By = By }]).Escalation.Unacknowledged);
        Assert.All(
            (DomainEvent[])
            [
                new UnitAssigned("AS21", "", "", null) { At = Ten, By = By },
                new IncidentGraded(Grade.Significant, Grade.Immediate, "safe") { At = Ten, By = By },
                new AppointmentAgreed(Ten.AddHours(1), "at eleven") { At = Ten, By = By },
                new HandoverAccepted("") { At = Ten, By = By },
                new EscalationAcknowledged("seen") { At = Ten, By = By },
            ],
            act => Assert.Equal(0, After([.. told, act]).Escalation.Unacknowledged));
    }

    [Fact]
    public void The_level_is_the_highest_rung_told_by_what_has_not_ended()
    {
        DomainEvent[] told = [Graded(Grade.Immediate), Escalated(EscalationClock.NoUnit, "neighbours"), Escalated(EscalationClock.Target, "supervisor")];
        Assert.Null(LevelOf(Graded(Grade.Immediate)));
        Assert.Equal("neighbours", LevelOf(told));
        Assert.Equal("supervisor", LevelOf([.. told, new UnitAssigned("AS21", "", "", null) { At = Ten, By = By }]));
        Assert.Null(LevelOf([.. told, new UnitAssigned("AS21", "", "", null) { At = Ten, By = By }, new UnitOnScene("AS21") { At = Ten, By = By }]));
    }

    [Fact]
    public void A_deadline_s_command_id_is_the_same_for_whoever_raises_it_and_another_for_every_other()
    {
        var first = new RaiseEscalation(EscalationClock.NoUnit, 1, Ten, "AS21 is committed");
        Assert.Equal(first.IdFor("incident-1"), (first with { Tried = "nobody is on duty" }).IdFor("incident-1"));
        var others = new[] { first with { Step = 2 }, first with { Clock = EscalationClock.Target }, first with { Due = Ten.AddMinutes(1) } };
        Assert.Distinct([first.IdFor("incident-1"), first.IdFor("incident-2"), .. others.Select(o => o.IdFor("incident-1"))], StringComparer.Ordinal);
        Assert.InRange(first.IdFor("incident-20261121-99999").Length, 1, 100);
    }

    private static IncidentGraded Graded(Grade grade) => new(grade, null, "") { At = Ten, By = By };

    private static IncidentEscalated Escalated(EscalationClock clock, string rung) =>
        new(clock, 1, Ten, rung, Role.Supervisor, false, "nobody free") { At = Ten, By = Actor.System };

    private static string? LevelOf(params DomainEvent[] facts) => Policies.Plain.LevelOf(After(facts).Escalation)?.Name;

    private static IncidentState After(params DomainEvent[] facts)
    {
        CadNumber.TryFromKey(Names.Stream("cad1"), out var cad);
        var opened = new IncidentOpened(cad, "01", "help", new Place(Values.Brixton, "", "Lambeth", "AS"), "", "", "") { At = Ten, By = By };
        return facts.ToImmutableArray().Insert(0, opened).Aggregate(IncidentState.Initial, IncidentState.Evolve);
    }
}
