namespace Despatch.Domain.Reporting;

/// <summary>
/// What a report is about: whole days of London's clock, and how far it looks beyond them for what came of their calls. A report on a period
/// whose <see cref="LooksUntil"/> has passed never changes again. Immutable.
/// </summary>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day, not before the first.</param>
public sealed record ReportPeriod(DateOnly FirstDay, DateOnly LastDay)
{
    /// <summary>The longest promise there is: what was opened last is looked at until then (seeds, MetCC, 'Graded response': E, 48 hours).</summary>
    public static readonly TimeSpan LooksBeyond = TimeSpan.FromHours(48);

    /// <summary>When it begins (UTC): midnight by London's clock.</summary>
    public DateTimeOffset From { get; } = LondonTime.StartOf(FirstDay);

    /// <summary>When it ends (UTC), this moment excluded.</summary>
    public DateTimeOffset Until { get; } = LondonTime.StartOf(LastDay.AddDays(1));

    /// <summary>The last moment that is looked at (UTC): whoever had not been attended then counts as not attended.</summary>
    public DateTimeOffset LooksUntil => Until + LooksBeyond;

    /// <summary>Whether a moment lies in it.</summary>
    public bool Has(DateTimeOffset moment) => moment >= From && moment < Until;
}
