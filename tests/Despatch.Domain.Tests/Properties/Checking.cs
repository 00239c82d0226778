using FsCheck;
using FsCheck.Fluent;

namespace Despatch.Domain.Tests.Properties;

/// <summary>
/// Runs a property. A failure's message has the smallest case found and the seed, as <c>(seed,gamma,size)</c>: pass them to
/// <c>Config.WithReplay</c> here to see it again.
/// </summary>
internal static class Checking
{
    /// <summary>Tries many values; <paramref name="holds"/> throws when the property does not hold.</summary>
    public static void ForAll<T>(Gen<T> values, Action<T> holds, int times = 300, int size = 100) =>
        ForAll(Arb.From(values), holds, times, size);

    /// <summary>Tries many sequences; one that fails is cut down to the steps that matter.</summary>
    public static void ForAllSequences<T>(Gen<T> steps, Action<T[]> holds, int times = 300, int size = 80) =>
        ForAll(Arb.From(steps.ArrayOf(), Shorter), holds, times, size);

    private static void ForAll<T>(Arbitrary<T> values, Action<T> holds, int times, int size)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(times).WithStartSize(size / 10).WithEndSize(size).WithQuietOnSuccess(true);
        Check.One(config, Prop.ForAll(values, holds));
    }

    private static IEnumerable<T[]> Shorter<T>(T[] steps)
    {
        for (var cut = Math.Max(1, steps.Length / 2); cut >= 1 && steps.Length > 0; cut /= 2)
        {
            for (var at = 0; at < steps.Length; at += cut)
            {
                yield return [.. steps[..at], .. steps[Math.Min(steps.Length, at + cut)..]];
            }
        }
    }
}
