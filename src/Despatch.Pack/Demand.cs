using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain;

namespace Despatch.Pack;

/// <summary>A place where police were really needed.</summary>
/// <param name="Point">The place, anonymised to a map point nearby: demand, not an address.</param>
/// <param name="Events">How many recorded events it stands for; at least 1.</param>
public sealed record DemandPlace(Point Point, int Events);

/// <summary>One drawn call: where it comes from.</summary>
/// <param name="Borough">The borough.</param>
/// <param name="Point">A real place in it.</param>
public sealed record DemandDraw(string Borough, Point Point);

/// <summary>
/// When and where a force is called. An hour of the week counts from Monday 00:00 (0) to Sunday 23:00 (167) on the force's local clock.
/// The shape over hours and boroughs is that of the pack's recorded events; the size is set by the pack's figures.
/// Immutable, so safe for concurrent callers; randomness comes from the caller.
/// </summary>
public sealed class Demand
{
    /// <summary>168.</summary>
    public const int HoursInWeek = 7 * 24;

    // Half of a borough's own pattern and half of the whole force's: a borough's recorded hours are too few to stand alone.
    private const double OwnPattern = 0.5;

    private readonly FrozenDictionary<string, BoroughDemand> _boroughs;
    private readonly ImmutableArray<string> _order;
    private readonly double[] _hourTotals = new double[HoursInWeek];
    private readonly string _lastCalling;
    private readonly double _total;
    private readonly double[] _shape;
    private readonly double _busiestDay;

    internal Demand(
        double peakCallsAnHour,
        double busiestDayCalls,
        double quietHourShare,
        IReadOnlyList<(string Borough, int[] EventsByHour)> events,
        ILookup<string, DemandPlace> places)
    {
        PeakCallsAnHour = peakCallsAnHour;
        BusiestDayCalls = busiestDayCalls;
        QuietHourShare = quietHourShare;
        _order = [.. events.Select(e => e.Borough)];
        _boroughs = events.ToFrozenDictionary(
            e => e.Borough, e => new BoroughDemand(e.EventsByHour, [.. places[e.Borough]]), StringComparer.Ordinal);
        foreach (var (_, byHour) in events)
        {
            for (var hour = 0; hour < HoursInWeek; hour++)
            {
                _hourTotals[hour] += byHour[hour];
            }
        }

        // Rounding may leave a draw a hair beyond the last weight; it goes to the last borough that has any.
        _lastCalling = _order.Last(b => _boroughs[b].Total > 0);
        _total = _hourTotals.Sum();
        var busiestHour = _hourTotals.Max();
        _shape = [.. _hourTotals.Select(events => quietHourShare + ((1 - quietHourShare) * events / busiestHour))];
        _busiestDay = Enumerable.Range(0, 7).Max(day => _shape.Skip(day * 24).Take(24).Sum());
    }

    /// <summary>Calls in the busiest hour the force must bear. London: 2,600, from the Metropolitan Police's command and control tender.</summary>
    public double PeakCallsAnHour { get; }

    /// <summary>Calls on the busiest day recorded. London: 18,417, from the force's statements.</summary>
    public double BusiestDayCalls { get; }

    /// <summary>
    /// The quietest conceivable hour's calls as a share of the busiest hour's, 0 to 1. Recorded events follow what police do more than
    /// what the public needs, and at dawn police do little; calls never fall so low. London: 0.2, an assumption.
    /// </summary>
    public double QuietHourShare { get; }

    /// <summary>The boroughs that demand comes from, in the order of the file.</summary>
    public ImmutableArray<string> Boroughs => _order;

    /// <summary>The hour of the week of a moment given on the force's local clock (<see cref="LondonTime.Of"/>); its offset is taken as it is.</summary>
    public static int HourOfWeek(DateTimeOffset local) => ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;

    /// <summary>Calls an hour when the week's busiest hour has <see cref="PeakCallsAnHour"/>: the load to stand up to.</summary>
    public double At(int hourOfWeek) => _shape[Hour(hourOfWeek)] * PeakCallsAnHour;

    /// <summary>Calls an hour when the week's busiest day has <see cref="BusiestDayCalls"/>: a busy week as it really is.</summary>
    public double BusyWeekAt(int hourOfWeek) => _shape[Hour(hourOfWeek)] / _busiestDay * BusiestDayCalls;

    /// <summary>A borough's share of the whole week's demand, 0 to 1; all boroughs together make 1.</summary>
    /// <exception cref="KeyNotFoundException">No demand is known of such a borough.</exception>
    public double WeightOf(string borough) => _boroughs[borough].Total / _total;

    /// <summary>A borough's share of the demand in one hour of the week, 0 to 1; all boroughs together make 1.</summary>
    /// <exception cref="KeyNotFoundException">No demand is known of such a borough.</exception>
    public double WeightAt(string borough, int hourOfWeek)
    {
        var own = _boroughs[borough];
        var hour = Hour(hourOfWeek);
        var force = own.Total / _total;
        return _hourTotals[hour] == 0 ? force : (OwnPattern * own.ByHour[hour] / _hourTotals[hour]) + ((1 - OwnPattern) * force);
    }

    /// <summary>Real places in a borough, thinned; empty for a borough without a record.</summary>
    /// <exception cref="KeyNotFoundException">No demand is known of such a borough.</exception>
    public ImmutableArray<DemandPlace> PlacesIn(string borough) => _boroughs[borough].Places;

    /// <summary>
    /// Draws where one call in this hour comes from: a borough by its weight, a place in it by its events. The same seed draws the same calls.
    /// </summary>
    public DemandDraw Draw(int hourOfWeek, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var left = random.NextDouble();
        var chosen = _lastCalling;
        foreach (var borough in _order)
        {
            left -= WeightAt(borough, hourOfWeek);
            if (left < 0)
            {
                chosen = borough;
                break;
            }
        }

        return DrawIn(chosen, random);
    }

    /// <summary>Draws a place in one borough by its events; for an incident that strikes one borough.</summary>
    /// <exception cref="InvalidOperationException">The borough has no recorded place.</exception>
    public DemandDraw DrawIn(string borough, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var own = _boroughs[borough];
        if (own.Places.IsEmpty)
        {
            throw new InvalidOperationException($"No demand place is recorded in {borough}.");
        }

        var left = random.Next(own.PlacesTotal);
        foreach (var place in own.Places)
        {
            left -= place.Events;
            if (left < 0)
            {
                return new DemandDraw(borough, place.Point);
            }
        }

        return new DemandDraw(borough, own.Places[^1].Point);
    }

    private static int Hour(int hourOfWeek)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hourOfWeek);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hourOfWeek, HoursInWeek);
        return hourOfWeek;
    }

    private sealed class BoroughDemand(int[] byHour, ImmutableArray<DemandPlace> places)
    {
        public int[] ByHour { get; } = byHour;

        public double Total { get; } = byHour.Sum();

        public ImmutableArray<DemandPlace> Places { get; } = places;

        public int PlacesTotal { get; } = places.Sum(p => p.Events);
    }
}
