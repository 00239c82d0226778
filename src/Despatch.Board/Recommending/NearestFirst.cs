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
/// out could still be earlier, even at a speed that no crew reaches.
/// </summary>
internal sealed class NearestFirst(ITravelTime travel, Point to, bool blueLights, double fastestKmh)
{
    public TimeSpan Estimate(UnitRow row) => travel.Estimate(row.Fix!.Point, to, TravelProfiles.Of(row.State.Kind, blueLights));

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
            var atLeast = TimeSpan.FromHours(choice.Metres / 1000 / fastestKmh);
            var full = best.Count == count;
            if (atLeast >= before || (full && atLeast > best.Max!.Travel))
            {
                break;
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
    }
}
