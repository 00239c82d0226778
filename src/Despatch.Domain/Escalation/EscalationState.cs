namespace Despatch.Domain.Escalation;

/// <summary>The latest step of one clock that was raised.</summary>
/// <param name="Step">Which, counted from 1.</param>
/// <param name="At">When it was raised (UTC), which may be later than it was due.</param>
/// <param name="Rung">The rung that was told.</param>
public sealed record RaisedStep(int Step, DateTimeOffset At, string Rung);

/// <summary>How far the alarm over one incident has gone. Part of the incident's state. Immutable.</summary>
public sealed record EscalationState
{
    /// <summary>Nothing was raised yet.</summary>
    public static EscalationState Initial { get; } = new();

    /// <summary>The moment before which no clock begins (UTC): the latest grading or reopening.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The latest step raised because no unit is assigned; null when none was since the clock began.</summary>
    public RaisedStep? NoUnit { get; init; }

    /// <summary>The latest step raised over the promise to attend; null when none was since the promise was made.</summary>
    public RaisedStep? Target { get; init; }

    /// <summary>The rung below which the no-unit clock does not fall back, or empty.</summary>
    public string Reached { get; init; } = "";

    /// <summary>When the caller agreed to be attended (UTC); null without such an agreement, and once it was kept or overtaken.</summary>
    public DateTimeOffset? Appointment { get; init; }

    /// <summary>The latest step of a clock, or null.</summary>
    public RaisedStep? Raised(EscalationClock clock) => clock == EscalationClock.NoUnit ? NoUnit : Target;

    /// <summary>
    /// After a grading. With a reason it ends what was raised. Without one (a raised grade needs none) the clocks of the new grade
    /// begin, but whoever was told stays told: the alarm does not go down the ladder again.
    /// </summary>
    public EscalationState Graded(DateTimeOffset at, string reason) =>
        new() { From = at, Reached = string.IsNullOrWhiteSpace(reason) ? Reached : "" };

    /// <summary>After a step was raised.</summary>
    public EscalationState Escalated(EscalationClock clock, RaisedStep step) => clock == EscalationClock.NoUnit
        ? this with { NoUnit = step, Reached = step.Rung }
        : this with { Target = step };

    /// <summary>After a unit was assigned: the search for one is over.</summary>
    public EscalationState Assigned() => this with { NoUnit = null, Reached = "" };

    /// <summary>After the caller agreed to a time: that is the promise now.</summary>
    public EscalationState Agreed(DateTimeOffset appointment) =>
        this with { NoUnit = null, Target = null, Reached = "", Appointment = appointment };
}
