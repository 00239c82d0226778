using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>Something owed that has a clock of its own, beside what the whole aggregate is late for. Immutable.</summary>
/// <param name="Clock">Which clock.</param>
/// <param name="Item">What, unique within the aggregate for its clock: a question's id, a callsign. Empty if there is only one.</param>
/// <param name="Since">When the clock began (UTC). Begun anew, it is another run of the clock: what was raised before counts for nothing.</param>
public sealed record Pending(EscalationClock Clock, string Item, DateTimeOffset Since)
{
    /// <summary>What is owed, in words, for whoever is told; may be empty.</summary>
    public string Words { get; init; } = "";

    /// <summary>Whether it is this item of this clock.</summary>
    public bool Is(EscalationClock clock, string item) => Clock == clock && string.Equals(Item, item, StringComparison.Ordinal);
}

/// <summary>An aggregate's state that can be late: the pods sweep it for as long as it is open. Immutable.</summary>
public interface IClocked
{
    /// <summary>The code of the pod that is told.</summary>
    string Pod { get; }

    /// <summary>Whether it has its first fact.</summary>
    bool Exists { get; }

    /// <summary>Whether anything of it can still be late: then every silo's board holds it.</summary>
    bool IsOpen { get; }

    /// <summary>The grade, which chooses the policy's rule; null without one.</summary>
    Grade? Grade { get; }

    /// <summary>How far the alarm over it has gone.</summary>
    EscalationState Escalation { get; }

    /// <summary>What is owed now, each item with its own clock. Empty once nothing is.</summary>
    IEnumerable<Pending> Pending { get; }

    /// <summary>The fact that a deadline was raised.</summary>
    /// <param name="deadline">Which.</param>
    /// <param name="tried">What was tried until then, in words.</param>
    /// <param name="now">The moment, UTC.</param>
    DomainEvent Escalated(Deadline deadline, string tried, DateTimeOffset now);
}
