using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>The next moment at which somebody must be told about an incident.</summary>
/// <param name="Clock">What it is late for.</param>
/// <param name="Step">Which step of that clock, counted from 1.</param>
/// <param name="Due">When (UTC).</param>
/// <param name="To">Who is told.</param>
public sealed record Deadline(EscalationClock Clock, int Step, DateTimeOffset Due, Rung To);

/// <summary>
/// Deadlines are derived from state, never stored in timers: whoever has the incident's facts, after whatever failover, derives the same
/// ones. Pure.
/// </summary>
public static class Deadlines
{
    /// <summary>
    /// The next deadline of an incident, which may have passed; null when no clock of the policy runs. Reading, writing on the log and
    /// acknowledging leave no mark on what this looks at, so none of them puts a deadline off (seeds, Learning the Lessons (004), case 9:
    /// the one reminder was answered with "no action required").
    /// </summary>
    public static Deadline? Next(IncidentState incident, EscalationPolicy policy)
    {
        if (!incident.Exists || incident.IsClosed || incident.Grade is not { } grade)
        {
            return null;
        }

        var noUnit = NoUnit(incident, grade, policy);
        var target = Target(incident, grade, policy);
        return noUnit is null || target?.Due < noUnit.Due ? target : noUnit;
    }

    /// <summary>
    /// Runs from the moment nobody was committed, and not before the grade was given or the caller's appointment: until then
    /// nobody could or should be sent.
    /// </summary>
    private static Deadline? NoUnit(IncidentState incident, Grade grade, EscalationPolicy policy)
    {
        if (policy.RuleOf(grade, EscalationClock.NoUnit) is not { } rule || incident.AwaitingUnitSince is not { } since)
        {
            return null;
        }

        var began = Later(since, Floor(incident.Escalation));
        return Next(EscalationClock.NoUnit, rule, began, began, incident.Escalation.NoUnit) is { } next
            ? next with { To = policy.Higher(next.To, incident.Escalation.Reached) }
            : null;
    }

    /// <summary>
    /// Counts back from the promise, so that a promise kept when the grade was raised has its prompts too. Runs while a unit is on its
    /// way: assigning one is not attending.
    /// </summary>
    private static Deadline? Target(IncidentState incident, Grade grade, EscalationPolicy policy)
    {
        if (policy.RuleOf(grade, EscalationClock.Target) is not { } rule
            || incident.AttendedAt is not null
            || (incident.Escalation.Appointment ?? incident.AttendBy) is not { } promised)
        {
            return null;
        }

        var began = promised - rule.Steps[^1].After;
        return Next(EscalationClock.Target, rule, began, Floor(incident.Escalation), incident.Escalation.Target);
    }

    /// <summary>
    /// The step after the latest one raised. Steps that lay before the floor are passed over, all but the last: that one says that
    /// the promise is broken. Steps are each raised in their order, however late; of repeats the latest stands for all before it.
    /// </summary>
    private static Deadline? Next(EscalationClock clock, ClockRule rule, DateTimeOffset began, DateTimeOffset floor, RaisedStep? raised)
    {
        var last = rule.Steps.Length;
        var step = (raised?.Step ?? 0) + 1;
        while (step < last && began + rule.AfterOf(step) <= floor)
        {
            step++;
        }

        if (step <= last)
        {
            return new Deadline(clock, step, Later(began + rule.AfterOf(step), floor), rule.ToOf(step));
        }

        if (rule.Then is not { } then)
        {
            return null;
        }

        var until = Later(raised?.At ?? floor, floor);
        var passed = (int)Math.Max(0, (until - began - rule.AfterOf(last)).Ticks / then.Each.Ticks);
        var lateStep = raised?.Step <= last && until > floor;
        step = Math.Max(step, last + passed + (lateStep ? 0 : 1));
        return new Deadline(clock, step, began + rule.AfterOf(step), then.To);
    }

    private static DateTimeOffset Floor(EscalationState escalation) =>
        escalation.Appointment is { } appointment ? Later(appointment, escalation.From) : escalation.From;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
