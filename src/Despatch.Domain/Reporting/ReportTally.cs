using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;

namespace Despatch.Domain.Reporting;

/// <summary>
/// Folds facts, in the order of the log, into what a report on a period measures: the incidents opened in it, with what came of them, and
/// the calls that reached the police in it. Everything else is passed over. For one thread.
/// </summary>
/// <param name="period">The period.</param>
/// <param name="now">The present moment (UTC).</param>
public sealed class ReportTally(ReportPeriod period, DateTimeOffset now)
{
    private readonly Dictionary<string, IncidentMeasure> _incidents = new(StringComparer.Ordinal);
    private readonly List<CallMeasure> _calls = [];

    /// <summary>The facts that matter here; a reader may leave out all others.</summary>
    public static IReadOnlyList<Type> Facts { get; } =
    [
        typeof(ContactRecorded), typeof(IncidentOpened), typeof(IncidentGraded), typeof(IncidentLocated), typeof(UnitOnScene),
        typeof(IncidentClosed), typeof(IncidentReopened), typeof(IncidentFolded),
    ];

    /// <summary>The last moment that is looked at (UTC).</summary>
    public DateTimeOffset AsOf { get; } = now < period.LooksUntil ? now : period.LooksUntil;

    /// <summary>What was opened in the period.</summary>
    public IReadOnlyCollection<IncidentMeasure> Incidents => _incidents.Values;

    /// <summary>What reached the police in the period.</summary>
    public IReadOnlyCollection<CallMeasure> Calls => _calls;

    /// <summary>Takes the next fact of a stream.</summary>
    public void Take(string stream, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.At > AsOf)
        {
            return;
        }

        if (fact is ContactRecorded recorded)
        {
            var call = CallMeasure.Of(recorded);
            if (period.Has(call.At))
            {
                _calls.Add(call);
            }
        }
        else if (fact is IncidentOpened opened)
        {
            if (period.Has(opened.At))
            {
                _incidents[stream] = IncidentMeasure.Of(opened);
            }
        }
        else if (_incidents.TryGetValue(stream, out var measure))
        {
            _incidents[stream] = IncidentMeasure.Evolve(measure, fact);
        }
    }

    /// <summary>The measures of it all.</summary>
    public Measures All() => Measures.Of(Incidents, Calls, AsOf);

    /// <summary>The measures by borough, in the order of names; what nobody could place is under the empty name.</summary>
    public IReadOnlyList<(string Borough, Measures Measures)> ByBorough() => By(static i => i.Borough, static c => c.Borough, StringComparer.Ordinal);

    /// <summary>The measures by pod, in the order of codes.</summary>
    public IReadOnlyList<(string Pod, Measures Measures)> ByPod() => By(static i => i.Pod, static c => c.Pod, StringComparer.Ordinal);

    /// <summary>
    /// The measures by hour, each with the moment it began (UTC), all hours of the period in order: a day of London's clock has 23 of them when
    /// the clock goes forward and 25 when it goes back. An incident belongs to the hour in which it was opened.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset Hour, Measures Measures)> ByHour()
    {
        var there = By(static i => HourOf(i.OpenedAt), static c => HourOf(c.At), Comparer<DateTimeOffset>.Default)
            .ToDictionary(static h => h.Key, static h => h.Measures);
        var hours = new List<(DateTimeOffset Hour, Measures Measures)>();
        for (var hour = period.From; hour < period.Until; hour += TimeSpan.FromHours(1))
        {
            hours.Add((hour, there.GetValueOrDefault(hour) ?? new Measures()));
        }

        return hours;
    }

    // London's offset is a whole number of hours, so its hours begin when UTC's do.
    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private List<(TKey Key, Measures Measures)> By<TKey>(
        Func<IncidentMeasure, TKey> ofIncident, Func<CallMeasure, TKey> ofCall, IComparer<TKey> order)
        where TKey : notnull
    {
        var incidents = Incidents.ToLookup(ofIncident);
        var calls = Calls.ToLookup(ofCall);
        return
        [
            .. incidents.Select(static g => g.Key).Union(calls.Select(static g => g.Key)).Order(order)
                .Select(key => (key, Measures.Of([.. incidents[key]], [.. calls[key]], AsOf))),
        ];
    }
}
