namespace Despatch.Domain.Escalation;

/// <summary>Tell whoever is due to be told. Only the system asks for it; no client can.</summary>
/// <param name="Clock">The clock whose step is to be raised.</param>
/// <param name="Step">Which step.</param>
/// <param name="Due">When it was due (UTC).</param>
/// <param name="Tried">What was tried so far, in words, for whoever is told: who was looked for, and why nobody was sent.</param>
public sealed record RaiseEscalation(EscalationClock Clock, int Step, DateTimeOffset Due, string Tried)
{
    /// <summary>Which item of the clock; empty for a clock of the whole incident.</summary>
    public string Item { get; init; } = "";

    /// <summary>
    /// The command's id: the same for whoever raises this step of this run of the clock, from whatever silo, so that the log takes it once.
    /// </summary>
    public string IdFor(string key) => $"escalation:{key}:{Clock}:{Step}:{Due.UtcTicks:x}{(Item.Length > 0 ? ":" + Item : "")}";

    /// <summary>The command that raises a deadline.</summary>
    public static RaiseEscalation Of(Deadline deadline, string tried) => new(deadline.Clock, deadline.Step, deadline.Due, tried) { Item = deadline.Item };
}
