using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>A random life of a city: of few incidents and units, so that they meet often.</summary>
internal static class RandomFacts
{
    private const int Units = 40;

    /// <summary>So many facts. Incidents are opened again only when asked: a board alone cannot know what it let go.</summary>
    public static List<(LoggedEvent Logged, DomainEvent Fact)> Make(int seed, int count, bool reopen = false)
    {
        var random = new Random(seed);
        var ledger = new Ledger();
        var open = new List<int>();
        var closed = new List<int>();
        var on = new HashSet<string>(StringComparer.Ordinal);
        var last = 0;
        while (ledger.All.Count < count)
        {
            ledger.Now += TimeSpan.FromMilliseconds(random.Next(1, 500));
            if (random.Next(2) == 0)
            {
                UnitFact(random, ledger, on);
            }
            else
            {
                IncidentFact(random, ledger, open, closed, ref last, reopen);
            }
        }

        return ledger.All;
    }

    public static IReadOnlyList<UnitFix> Fixes(Random random, int seconds) =>
        [.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => new UnitFix(
            $"U{random.Next(Units)}",
            new Fix(Ledger.North(random.Next(10_000)), Ledger.Start.AddSeconds(random.Next(seconds / 2)), 10)))];

    public static (LoggedEvent Logged, DomainEvent Fact) Last(long position)
    {
        var (logged, fact) = new Ledger().Open(99_999);
        return (logged with { Position = position }, fact);
    }

    private static void UnitFact(Random random, Ledger ledger, HashSet<string> on)
    {
        var callsign = $"U{random.Next(Units)}";
        if (on.Add(callsign))
        {
            ledger.BookedOn(callsign);
        }
        else if (random.Next(10) == 0)
        {
            on.Remove(callsign);
            ledger.BookedOff(callsign);
        }
        else
        {
            var fix = random.Next(2) == 0 ? ledger.FixAt(Ledger.North(random.Next(10_000)), TimeSpan.FromSeconds(-random.Next(30))) : null;
            ledger.Pressed(callsign, (UnitStatus)random.Next(1, 10), fix);
        }
    }

    private static void IncidentFact(Random random, Ledger ledger, List<int> open, List<int> closed, ref int last, bool reopen)
    {
        var choice = random.Next(10);
        if (open.Count == 0 || (choice < 2 && open.Count < 60))
        {
            open.Add(++last);
            ledger.Open(last);
        }
        else if (choice < 4)
        {
            var number = open[random.Next(open.Count)];
            open.Remove(number);
            closed.Add(number);
            ledger.Closed(number);
        }
        else if (choice == 4 && reopen && closed.Count > 0)
        {
            var number = closed[random.Next(closed.Count)];
            closed.Remove(number);
            open.Add(number);
            ledger.Reopened(number);
        }
        else if (choice == 5)
        {
            ledger.Elsewhere();
        }
        else
        {
            var number = open[random.Next(open.Count)];
            _ = choice < 8 ? ledger.Graded(number, (Grade)random.Next(4)) : ledger.Assigned(number, $"U{random.Next(Units)}");
        }
    }
}
