using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Reporting;

/// <summary>
/// What a report needs to know of one incident. Response is measured from the opening of the CAD, which is the clock that the promise to the
/// caller runs on, until the first unit is on scene; if the grade was raised before that, from the raise, since until then nobody had called it
/// that urgent. The 2005 review (seeds/001, recommendation 10) measures "CAD calls graded as requiring an 'Immediate' response" and does not
/// name the clock: that it is this one is an assumption. The grade that counts is the one when the first unit arrived, else the latest.
/// Immutable.
/// </summary>
public sealed record IncidentMeasure
{
    /// <summary>When it was opened (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The borough that it lies in as far as known at last, or empty.</summary>
    public required string Borough { get; init; }

    /// <summary>The pod that works it at last.</summary>
    public required string Pod { get; init; }

    /// <summary>The grade that counts; null while nobody has graded it.</summary>
    public Grade? Grade { get; init; }

    /// <summary>When the clock of that grade began (UTC).</summary>
    public DateTimeOffset ClockFrom { get; init; }

    /// <summary>When the first unit was on scene (UTC); null while none was.</summary>
    public DateTimeOffset? AttendedAt { get; init; }

    /// <summary>When it was closed (UTC); null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether it was graded I and lowered before anybody was there.</summary>
    public bool LoweredFromImmediate { get; init; }

    /// <summary>
    /// Whether it was folded into an earlier one that it repeats: whether its caller waited too long is judged there, where the crew was sent.
    /// </summary>
    public bool Folded { get; init; }

    /// <summary>How long the caller waited; null while nobody was there.</summary>
    public TimeSpan? Response => AttendedAt - ClockFrom;

    /// <summary>The first fact.</summary>
    public static IncidentMeasure Of(IncidentOpened opened) => new()
    {
        OpenedAt = opened.At,
        ClockFrom = opened.At,
        Borough = opened.Place.Borough,
        Pod = opened.Place.Pod,
    };

    /// <summary>After one more fact.</summary>
    public static IncidentMeasure Evolve(IncidentMeasure measure, DomainEvent fact) => fact switch
    {
        IncidentGraded e when measure.AttendedAt is null || measure.Grade is null => Graded(measure, e),
        IncidentLocated e => measure with { Borough = e.Place.Borough, Pod = e.Place.Pod },
        UnitOnScene e => measure with { AttendedAt = measure.AttendedAt ?? e.At },
        IncidentClosed e => measure with { ClosedAt = e.At },
        IncidentReopened => measure with { ClosedAt = null, Folded = false },
        IncidentFolded => measure with { Folded = true },
        _ => measure,
    };

    /// <summary>
    /// Whether a time limit was kept: yes if somebody was there in time; no if later, or if the time ran out while the incident was open and
    /// nobody was there; null if that cannot be said, because it was closed before, or folded into another, or the time still runs.
    /// </summary>
    /// <param name="limit">The time there is.</param>
    /// <param name="asOf">The last moment that is looked at (UTC).</param>
    public bool? Within(TimeSpan limit, DateTimeOffset asOf) =>
        Response is { } response ? response <= limit
        : Folded ? null
        : (ClosedAt ?? asOf) > ClockFrom + limit ? false
        : null;

    private static IncidentMeasure Graded(IncidentMeasure measure, IncidentGraded e)
    {
        var raised = e.Was is { } was && was.IsBelow(e.Grade);
        return measure with
        {
            Grade = e.Grade,
            ClockFrom = raised ? e.At : measure.OpenedAt,
            LoweredFromImmediate = measure.LoweredFromImmediate || (e.Was == Incidents.Grade.Immediate && measure.AttendedAt is null),
        };
    }
}
