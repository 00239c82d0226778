using System.Collections.Immutable;

namespace Despatch.Domain.Escalation;

/// <summary>The latest step of one clock that was raised.</summary>
/// <param name="Step">Which, counted from 1.</param>
/// <param name="At">When it was raised (UTC), which may be later than it was due.</param>
/// <param name="Rung">The rung that was told.</param>
public sealed record RaisedStep(int Step, DateTimeOffset At, string Rung);

/// <summary>The latest step raised over one item.</summary>
/// <param name="Clock">Whose.</param>
/// <param name="Item">Which item.</param>
/// <param name="Since">When the clock had begun (UTC).</param>
/// <param name="Step">The step.</param>
public sealed record RaisedItem(EscalationClock Clock, string Item, DateTimeOffset Since, RaisedStep Step);

/// <summary>How far the alarm over one incident has gone. Part of the incident's state. Immutable.</summary>
public sealed record EscalationState
{
    /// <summary>Nothing was raised yet.</summary>
    public static EscalationState Initial { get; } = new();

    /// <summary>
    /// The moment before which no clock begins (UTC): the latest grading or reopening, or when a divert left an attended incident behind.
    /// </summary>
    public DateTimeOffset From { get; init; }

    /// <summary>When the latest search for a unit ended (UTC): what the promise repeats, it repeats from here on.</summary>
    public DateTimeOffset Found { get; init; }

    /// <summary>When somebody last acted on the incident (UTC); see <see cref="Acts"/>.</summary>
    public DateTimeOffset Touched { get; init; }

    /// <summary>The latest step raised because no unit is assigned; null when none was since the clock began.</summary>
    public RaisedStep? NoUnit { get; init; }

    /// <summary>The latest step raised over the promise to attend; null when none was since the promise was made, or it was kept.</summary>
    public RaisedStep? Target { get; init; }

    /// <summary>The latest step raised because nobody has graded it; null when none was, and once it is graded.</summary>
    public RaisedStep? Grading { get; init; }

    /// <summary>The latest step raised because nobody has touched it; null when none was since somebody did.</summary>
    public RaisedStep? Review { get; init; }

    /// <summary>The rung below which the no-unit clock does not fall back, or empty.</summary>
    public string Reached { get; init; } = "";

    /// <summary>When the caller agreed to be attended (UTC); null without such an agreement, and once it was kept or overtaken.</summary>
    public DateTimeOffset? Appointment { get; init; }

    /// <summary>How many escalations nobody has acknowledged, nor answered by an act that ends them.</summary>
    public int Unacknowledged { get; init; }

    /// <summary>What was raised over items that are still owed.</summary>
    public ImmutableArray<RaisedItem> Items { get; init; } = [];

    /// <summary>Whether anything was raised that has not ended.</summary>
    public bool Stands => NoUnit is not null || Target is not null || Grading is not null || Review is not null || !Items.IsEmpty;

    /// <summary>The latest step raised over an item since its clock began, or null.</summary>
    public RaisedStep? Raised(Pending pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        foreach (var item in Items)
        {
            if (IsOf(item, pending))
            {
                return item.Step;
            }
        }

        return null;
    }

    /// <summary>The latest step of a clock of the whole incident, or null.</summary>
    public RaisedStep? Raised(EscalationClock clock) => clock switch
    {
        EscalationClock.Target => Target,
        EscalationClock.NoUnit => NoUnit,
        EscalationClock.Grading => Grading,
        EscalationClock.Review => Review,
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "No such clock."),
    };

    /// <summary>
    /// After a grading. With a reason it ends what was raised. Without one (a raised grade needs none) the clocks of the new grade
    /// begin, but whoever was told stays told: the alarm does not go down the ladder again.
    /// </summary>
    public EscalationState Graded(DateTimeOffset at, string reason)
    {
        var ended = !string.IsNullOrWhiteSpace(reason);
        return new()
        {
            From = at,
            Touched = Touched,
            Reached = ended ? "" : Reached,
            Items = Items,
            Unacknowledged = ended ? 0 : Unacknowledged,
        };
    }

    /// <summary>After a step was raised.</summary>
    public EscalationState Escalated(EscalationClock clock, RaisedStep step)
    {
        var told = this with { Unacknowledged = Unacknowledged + 1 };
        return clock switch
        {
            EscalationClock.Target => told with { Target = step },
            EscalationClock.NoUnit => told with { NoUnit = step, Reached = step.Rung },
            EscalationClock.Grading => told with { Grading = step },
            EscalationClock.Review => told with { Review = step },
            _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "No such clock."),
        };
    }

    /// <summary>After a step was raised over one of the items that are owed. One that is owed no longer leaves no mark.</summary>
    public EscalationState Escalated(IEnumerable<Pending> owed, EscalationClock clock, string? item, RaisedStep step)
    {
        if (owed.FirstOrDefault(p => p.Is(clock, item ?? "")) is not { } pending)
        {
            return this;
        }

        return this with
        {
            Unacknowledged = Unacknowledged + 1,
            Items = Items.RemoveAll(i => IsOf(i, pending)).Add(new(pending.Clock, pending.Item, pending.Since, step)),
        };
    }

    /// <summary>After any fact: what was raised over an item that is owed no longer has ended.</summary>
    public EscalationState Keeping(IEnumerable<Pending> pending)
    {
        if (Items.IsEmpty)
        {
            return this;
        }

        var owed = pending.ToList();
        var kept = this with { Items = Items.RemoveAll(i => !owed.Exists(p => IsOf(i, p))) };
        return kept.Stands ? kept : kept with { Unacknowledged = 0 };
    }

    /// <summary>After a unit was assigned: the search for one, if there was one, is over.</summary>
    public EscalationState Assigned(DateTimeOffset at, bool searched) =>
        this with { NoUnit = null, Reached = "", Unacknowledged = 0, Found = searched ? at : Found };

    /// <summary>After a unit arrived: the promise is kept.</summary>
    public EscalationState Attended() => this with { Target = null, Appointment = null, Unacknowledged = 0 };

    /// <summary>After the caller agreed to a time: that is the promise now.</summary>
    public EscalationState Agreed(DateTimeOffset appointment) =>
        this with { NoUnit = null, Target = null, Reached = "", Appointment = appointment, Unacknowledged = 0 };

    /// <summary>After it was opened again: the search, if one is needed, and the wait for a grade begin anew.</summary>
    public EscalationState Reopened(DateTimeOffset at) => this with { From = at, NoUnit = null, Grading = null, Reached = "" };

    /// <summary>After somebody acted on the incident.</summary>
    public EscalationState Acted(DateTimeOffset at) => this with { Touched = at, Review = null };

    private static bool IsOf(RaisedItem item, Pending pending) => item.Since == pending.Since && pending.Is(item.Clock, item.Item);
}
