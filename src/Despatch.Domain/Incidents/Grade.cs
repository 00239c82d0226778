namespace Despatch.Domain.Incidents;

/// <summary>How urgent, as the seeds define it (MetCC, 'Graded response'). The order is urgency, most urgent first.</summary>
public enum Grade
{
    /// <summary>I: danger to life, serious violence, damage or injury; 15 minutes.</summary>
    Immediate,
    /// <summary>S: some urgency, no emergency; 60 minutes.</summary>
    Significant,
    /// <summary>E: attendance, not urgent; 48 hours.</summary>
    Extended,
    /// <summary>R: no attendance; dealt with by the call handler.</summary>
    Referred,
}

/// <summary>What a grade promises.</summary>
public static class GradeRules
{
    /// <summary>Within what time somebody must attend; null for R. Figures: seeds, MetCC, 'Graded response'.</summary>
    public static TimeSpan? Target(this Grade grade) => grade switch
    {
        Grade.Immediate => TimeSpan.FromMinutes(15),
        Grade.Significant => TimeSpan.FromMinutes(60),
        Grade.Extended => TimeSpan.FromHours(48),
        Grade.Referred => null,
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Not a grade."),
    };

    /// <summary>Whether <paramref name="grade"/> is less urgent than <paramref name="other"/>.</summary>
    public static bool IsBelow(this Grade grade, Grade other) => grade > other;

    /// <summary>The field's letter: I, S, E, R.</summary>
    public static string Letter(this Grade grade) => grade.ToString()[..1];
}
