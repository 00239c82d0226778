using System.Collections.Concurrent;
using Despatch.Domain.Incidents;
using Despatch.Geography;
using Despatch.Grains;
using Point = Despatch.Domain.Point;

namespace Despatch.Gateway.Tests.Fakes;

/// <summary>Numbers from 1, all of one day.</summary>
public sealed class FakeNumbers : ICadNumberSource
{
    private int _last;

    public ValueTask<CadNumber> NextAsync(string pod, DateTimeOffset now) =>
        ValueTask.FromResult(new CadNumber(Interlocked.Increment(ref _last), new DateOnly(2026, 11, 21)));
}

/// <summary>Takes every fix.</summary>
public sealed class FakeIntake : IFixIntake
{
    public ConcurrentQueue<FixOf> Taken { get; } = new();

    public int Take(IReadOnlyList<FixOf> fixes)
    {
        foreach (var fix in fixes)
        {
            Taken.Enqueue(fix);
        }

        return 0;
    }
}

/// <summary>A second for each metre.</summary>
public sealed class Walking : ITravelTime
{
    public string Method => "walking";

    public TimeSpan Estimate(Point from, Point to, TravelProfile profile) => TimeSpan.FromSeconds(from.MetresTo(to));

    public TimeSpan AtLeast(double straightMetres, TravelProfile profile) => TimeSpan.FromSeconds(straightMetres);
}
