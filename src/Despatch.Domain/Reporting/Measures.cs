using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Reporting;

/// <summary>
/// The seeds' measures of a number of incidents and calls. Percentages are 0 to 100; what would be of nothing is null. Immutable. Sources: seeds/001,
/// 2005 review, recommendation 10 (percentage graded I, mean, median, percentage over 30 minutes); MetCC, 'Graded response' (15 minutes, 60
/// minutes, 48 hours); seeds/004, 'Emergency 999 calls: data drives policing response' (10 seconds).
/// </summary>
public sealed record Measures
{
    /// <summary>Within what time a 999 call is to be answered.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>A response to an I that took longer is looked into for its causes.</summary>
    public static readonly TimeSpan LongResponse = TimeSpan.FromMinutes(30);

    /// <summary>How many incidents were opened.</summary>
    public int Incidents { get; init; }

    /// <summary>How many of them have a grade.</summary>
    public int Graded { get; init; }

    /// <summary>How many of those are graded I.</summary>
    public int Immediate { get; init; }

    /// <summary>How many were graded I and lowered before anybody was there.</summary>
    public int LoweredFromImmediate { get; init; }

    /// <summary>The share of I among the graded.</summary>
    public double? PercentImmediate { get; init; }

    /// <summary>How many I were attended.</summary>
    public int ImmediateAttended { get; init; }

    /// <summary>The mean response to those, in seconds.</summary>
    public double? MeanResponseSeconds { get; init; }

    /// <summary>The median response to those, in seconds; of an even number the mean of the middle two.</summary>
    public double? MedianResponseSeconds { get; init; }

    /// <summary>The share of I that waited more than 30 minutes, attended or not.</summary>
    public double? PercentImmediateOver30Minutes { get; init; }

    /// <summary>The share of I attended within 15 minutes.</summary>
    public double? PercentImmediateInTime { get; init; }

    /// <summary>The share of S attended within 60 minutes.</summary>
    public double? PercentSignificantInTime { get; init; }

    /// <summary>The share of E attended within 48 hours.</summary>
    public double? PercentExtendedInTime { get; init; }

    /// <summary>How many 999 calls there were.</summary>
    public int Calls999 { get; init; }

    /// <summary>Of how many of them, not abandoned, it is known how long they waited.</summary>
    public int Calls999Timed { get; init; }

    /// <summary>The share of the timed that were answered within 10 seconds.</summary>
    public double? Percent999InTime { get; init; }

    /// <summary>How many calls of any channel the caller abandoned.</summary>
    public int Abandoned { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="incidents">The incidents.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="asOf">The last moment that is looked at (UTC).</param>
    public static Measures Of(IReadOnlyCollection<IncidentMeasure> incidents, IReadOnlyCollection<CallMeasure> calls, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentNullException.ThrowIfNull(calls);
        var immediate = incidents.Where(static i => i.Grade == Grade.Immediate).ToList();
        var graded = incidents.Count(static i => i.Grade is not null);
        var responses = immediate.Where(static i => i.Response is not null).Select(static i => i.Response!.Value.TotalSeconds).Order().ToList();
        var emergencies = calls.Where(static c => c.Channel == Channel.Emergency).ToList();
        var waits = emergencies.Where(static c => c is { Abandoned: false, Waited: not null }).Select(static c => c.Waited!.Value).ToList();
        return new Measures
        {
            Incidents = incidents.Count,
            Graded = graded,
            Immediate = immediate.Count,
            LoweredFromImmediate = incidents.Count(static i => i.LoweredFromImmediate),
            PercentImmediate = Percent(immediate.Count, graded),
            ImmediateAttended = responses.Count,
            MeanResponseSeconds = responses.Count > 0 ? responses.Average() : null,
            MedianResponseSeconds = Median(responses),
            PercentImmediateOver30Minutes = 100 - InTime(immediate, LongResponse, asOf),
            PercentImmediateInTime = InTime(immediate, Grade.Immediate.Target()!.Value, asOf),
            PercentSignificantInTime = InTime(Of(Grade.Significant), Grade.Significant.Target()!.Value, asOf),
            PercentExtendedInTime = InTime(Of(Grade.Extended), Grade.Extended.Target()!.Value, asOf),
            Calls999 = emergencies.Count,
            Calls999Timed = waits.Count,
            Percent999InTime = Percent(waits.Count(static w => w <= AnswerWithin), waits.Count),
            Abandoned = calls.Count(static c => c.Abandoned),
        };

        IEnumerable<IncidentMeasure> Of(Grade grade) => incidents.Where(i => i.Grade == grade);
    }

    private static double? InTime(IEnumerable<IncidentMeasure> incidents, TimeSpan limit, DateTimeOffset asOf)
    {
        var judged = incidents.Select(i => i.Within(limit, asOf)).Where(static within => within is not null).ToList();
        return Percent(judged.Count(static within => within == true), judged.Count);
    }

    private static double? Percent(int part, int whole) => whole > 0 ? 100.0 * part / whole : null;

    private static double? Median(List<double> sorted) => sorted.Count switch
    {
        0 => null,
        var n when n % 2 == 1 => sorted[n / 2],
        var n => (sorted[(n / 2) - 1] + sorted[n / 2]) / 2,
    };
}
