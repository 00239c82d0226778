using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.Pack;

namespace Despatch.LoadTests.Remembering;

/// <summary>
/// Writes years of closed incidents into a log in minutes: the domain decides each command, the product's own writer encodes it, and the log
/// appends it, as when the product does it; only the clients and the waiting are left out.
/// </summary>
internal sealed class Past(IEventLog log, PastClock clock, int incidents, DateOnly today)
{
    /// <summary>London's day: the recorded days of the load tests have about as many.</summary>
    private const int ADay = 5_000;

    /// <summary>Within a day of London in summer and in winter, so that a number's day is the opening's.</summary>
    private static readonly TimeOnly First = new(2, 0);
    private static readonly TimeSpan Span = TimeSpan.FromHours(20);

    private readonly LogWriter _writer = new(log, new EventCodec(EventNames.Catalogue));
    private int _next = -1;
    private int _closed;
    private long _commands;

    /// <summary>How many incidents are written.</summary>
    public int Closed => Volatile.Read(ref _closed);

    /// <summary>How many commands that took.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Writes all of them; every response car of the force works on its own.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(
        ForcePack.London.Force.Roster
            .Where(u => u.Kind is UnitKind.ResponseCar or UnitKind.ResponseVan)
            .Select((unit, index) => Task.Run(() => WorkAsync(unit, index, cancel), cancel)));

    private async Task WorkAsync(RosterUnit unit, int index, CancellationToken cancel)
    {
        var crew = new PastCrew(_writer, clock, unit, index);
        for (var number = Interlocked.Increment(ref _next); number < incidents; number = Interlocked.Increment(ref _next))
        {
            cancel.ThrowIfCancellationRequested();
            var (cad, at) = When(number);
            await crew.WorkAsync(cad, at);
            Interlocked.Increment(ref _closed);
        }

        await crew.GoHomeAsync();
        Interlocked.Add(ref _commands, crew.Commands);
    }

    private (CadNumber Cad, DateTimeOffset At) When(int number)
    {
        // The last of them the day before yesterday: today's numbers are the host's own to give.
        var day = today.AddDays(-2 - ((incidents - 1) / ADay) + (number / ADay));
        var place = number % ADay;
        return (new CadNumber(place + 1, day), new DateTimeOffset(day, First, TimeSpan.Zero) + (Span * place / ADay));
    }
}
