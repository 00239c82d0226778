using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>The next moment at which somebody must be told about an incident.</summary>
/// <param name="Clock">What it is late for.</param>
/// <param name="Step">Which step of that clock, counted from 1.</param>
/// <param name="Due">When (UTC).</param>
/// <param name="To">Who is told.</param>
public sealed record Deadline(EscalationClock Clock, int Step, DateTimeOffset Due, Rung To)
{
    /// <summary>Which item of the clock; empty for a clock of the whole incident.</summary>
    public string Item { get; init; } = "";
}

/// <summary>
/// Deadlines are derived from state, never stored in timers: whoever has the incident's facts, after whatever failover, derives the same
/// ones. Pure.
/// </summary>
public static class Deadlines
{
    /// <summary>
    /// The next deadline of an incident, a contact or a marker, which may have passed; null when no clock of the policy runs. Reading, writing
    /// on the log and acknowledging leave no mark on what this looks at, so none of them puts a deadline off (seeds, Learning the
    /// Lessons (004), case 9: the one reminder was answered with "no action required").
    /// </summary>
    public static Deadline? Next(IClocked clocked, EscalationPolicy policy)
    {
        if (!clocked.IsOpen)
        {
            return null;
        }

        var next = clocked is IncidentState incident ? OfIncident(incident, policy) : null;
        foreach (var pending in clocked.Pending)
        {
            next = Earlier(next, OfItem(clocked, policy, pending));
        }

        return next;
    }

    /// <summary>Whether a clock runs over an incident.</summary>
    public static bool Runs(IncidentState incident, EscalationPolicy policy, EscalationClock clock) =>
        incident.IsOpen && clock switch
        {
            EscalationClock.NoUnit => NoUnit(incident, policy) is not null,
            EscalationClock.Target => Target(incident, policy, NoUnit(incident, policy) is not null) is not null,
            EscalationClock.Grading => Grading(incident, policy) is not null,
            EscalationClock.Review => Review(incident, policy) is not null,
            _ => incident.Pending.Any(p => p.Clock == clock) && policy.RuleOf(incident.Grade, clock) is not null,
        };

    private static Deadline? OfIncident(IncidentState incident, EscalationPolicy policy)
    {
        // Of two at one moment, the search for a unit is told first.
        var noUnit = NoUnit(incident, policy);
        return Earlier(Earlier(noUnit, Target(incident, policy, noUnit is not null)), Earlier(Grading(incident, policy), Review(incident, policy)));
    }

    private static Deadline? OfItem(IClocked clocked, EscalationPolicy policy, Pending pending) =>
        policy.RuleOf(clocked.Grade, pending.Clock) is { } rule
        && Next(pending.Clock, rule, pending.Since, pending.Since, pending.Since, clocked.Escalation.Raised(pending)) is { } next
            ? next with { Item = pending.Item }
            : null;

    /// <summary>
    /// Runs from the moment nobody was committed, and not before the grade was given or the caller's appointment: until then
    /// nobody could or should be sent. A result code does not end it: nobody has been there.
    /// </summary>
    private static Deadline? NoUnit(IncidentState incident, EscalationPolicy policy)
    {
        if (incident.Grade is not { } grade
            || policy.RuleOf(grade, EscalationClock.NoUnit) is not { } rule
            || incident.AwaitingUnitSince is not { } since)
        {
            return null;
        }

        var began = Later(since, Floor(incident.Escalation));
        return Next(EscalationClock.NoUnit, rule, began, began, began, incident.Escalation.NoUnit) is { } next
            ? next with { To = policy.Higher(next.To, incident.Escalation.Reached) }
            : null;
    }

    /// <summary>
    /// Counts back from the promise, so that a promise kept when the grade was raised has its prompts too. Runs while a unit is on its
    /// way: assigning one is not attending. Runs again when a divert took the last unit from the scene. The breach repeats, but not
    /// beside a search that repeats with the same people.
    /// </summary>
    private static Deadline? Target(IncidentState incident, EscalationPolicy policy, bool searching)
    {
        if (incident.Grade is not { } grade
            || policy.RuleOf(grade, EscalationClock.Target) is not { } rule
            || (incident.AttendedAt is not null && !incident.LeftByDivert)
            || (incident.Escalation.Appointment ?? incident.AttendBy) is not { } promised)
        {
            return null;
        }

        var began = promised - rule.Steps[^1].After;
        var floor = Floor(incident.Escalation);
        var next = Next(EscalationClock.Target, rule, began, floor, Later(floor, incident.Escalation.Found), incident.Escalation.Target);
        return searching && next?.Step > rule.Steps.Length ? null : next;
    }

    private static Deadline? Grading(IncidentState incident, EscalationPolicy policy)
    {
        if (incident.Grade is not null || policy.RuleOf(null, EscalationClock.Grading) is not { } rule)
        {
            return null;
        }

        var began = Later(incident.OpenedAt, incident.Escalation.From);
        return Next(EscalationClock.Grading, rule, began, began, began, incident.Escalation.Grading);
    }

    /// <summary>Runs from the latest act, whatever the incident waits for, and not before the caller's appointment.</summary>
    private static Deadline? Review(IncidentState incident, EscalationPolicy policy)
    {
        if (policy.RuleOf(incident.Grade, EscalationClock.Review) is not { } rule)
        {
            return null;
        }

        var began = incident.Escalation.Appointment is { } appointment
            ? Later(appointment, incident.Escalation.Touched)
            : incident.Escalation.Touched;
        return Next(EscalationClock.Review, rule, began, began, began, incident.Escalation.Review);
    }

    /// <summary>
    /// The step after the latest one raised. Steps that lay before the floor are passed over, all but the last: that one says that
    /// the promise is broken. Steps are each raised in their order, however late; of repeats the latest stands for all before it, and
    /// those that lay before <paramref name="quiet"/> for nothing.
    /// </summary>
    private static Deadline? Next(
        EscalationClock clock, ClockRule rule, DateTimeOffset began, DateTimeOffset floor, DateTimeOffset quiet, RaisedStep? raised)
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

        var until = Later(raised?.At ?? quiet, quiet);
        var passed = (int)Math.Max(0, (until - began - rule.AfterOf(last)).Ticks / then.Each.Ticks);
        var lateStep = raised?.Step <= last && until > quiet;
        step = Math.Max(step, last + passed + (lateStep ? 0 : 1));
        return new Deadline(clock, step, began + rule.AfterOf(step), then.To);
    }

    private static Deadline? Earlier(Deadline? one, Deadline? other) => one is null || other?.Due < one.Due ? other : one;

    private static DateTimeOffset Floor(EscalationState escalation) =>
        escalation.Appointment is { } appointment ? Later(appointment, escalation.From) : escalation.From;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
