using Despatch.Domain;
using Despatch.Geography;

namespace Despatch.Board;

/// <summary>A unit and how long it needs.</summary>
internal sealed record Reached(Choice Choice, TimeSpan Travel)
{
    /// <summary>First to arrive first; who arrive together, by callsign.</summary>
    public static Comparer<Reached> Order { get; } = Comparer<Reached>.Create(static (a, b) =>
        a.Travel != b.Travel
            ? a.Travel.CompareTo(b.Travel)
            : string.CompareOrdinal(a.Choice.Unit.Callsign, b.Choice.Unit.Callsign));
}

/// <summary>
/// Finds those who arrive first without an estimate for everybody: from the nearest in a straight line outwards, until nobody further
/// out could still be earlier by the travel time's own bound (<see cref="ITravelTime.AtLeast"/>). It finds the same as estimates for all.
/// </summary>
internal sealed class NearestFirst(ITravelTime travel, Point to, bool blueLights)
{
    private readonly TravelProfile _wheels = blueLights ? TravelProfile.BlueLight : TravelProfile.Driving;

    public TimeSpan Estimate(UnitRow row) => travel.Estimate(row.Fix!.Point, to, ProfileOf(row));

    /// <summary>The first to arrive, in order.</summary>
    /// <param name="choices">With fixes, in order of straight metres.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="before">Only those who arrive before this; null for no limit.</param>
    /// <param name="accept">Asked only of those who would be among the first; null for everybody.</param>
    public IReadOnlyCollection<Reached> Take(IEnumerable<Choice> choices, int count, TimeSpan? before, Func<Choice, bool>? accept)
    {
        var best = new SortedSet<Reached>(Reached.Order);
        if (count <= 0)
        {
            return best;
        }

        foreach (var choice in choices)
        {
            var full = best.Count == count;
            if (IsTooLate(travel.AtLeast(choice.Metres, _wheels)) && IsTooLate(travel.AtLeast(choice.Metres, TravelProfile.Foot)))
            {
                break;
            }

            // Those on foot are out of reach long before those on wheels are.
            if (IsTooLate(travel.AtLeast(choice.Metres, ProfileOf(choice.Row))))
            {
                continue;
            }

            var reached = new Reached(choice, Estimate(choice.Row));
            if (reached.Travel >= before || (full && Reached.Order.Compare(reached, best.Max) >= 0) || accept?.Invoke(choice) == false)
            {
                continue;
            }

            best.Add(reached);
            if (full)
            {
                best.Remove(best.Max!);
            }
        }

        return best;

        bool IsTooLate(TimeSpan atLeast) => atLeast >= before || (best.Count == count && atLeast > best.Max!.Travel);
    }

    private TravelProfile ProfileOf(UnitRow row) => TravelProfiles.Of(row.State.Kind, blueLights);
}
