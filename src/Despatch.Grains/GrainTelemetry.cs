using System.Diagnostics;
using System.Diagnostics.Metrics;
using Despatch.Grains.Aggregates;

namespace Despatch.Grains;

/// <summary>
/// What the grains of a process tell of themselves: a span for each command, and how many commands, fixes and grains there are. Thread-safe;
/// while nobody listens it costs a comparison.
/// </summary>
public static class GrainTelemetry
{
    /// <summary>The name of both the activity source and the meter.</summary>
    public const string Name = "Despatch.Grains";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Commands = Meter.CreateCounter<long>(
        "despatch.commands", "{command}", "Commands answered, by their kind and by the answer: done, or the refusal's or the fault's code.");

    private static readonly Counter<long> Fixes = Meter.CreateCounter<long>(
        "despatch.fixes", "{fix}", "Fixes that arrived at this process, by whether they moved a unit (taken) or not (ignored).");

    private static readonly UpDownCounter<long> Grains = Meter.CreateUpDownCounter<long>(
        "despatch.grains", "{grain}", "Active grains in this process, by kind.");

    /// <summary>Whether somebody listens to spans, so that it is worth carrying them along with calls.</summary>
    internal static bool IsTraced => Source.HasListeners();

    /// <summary>A command begins to be decided; null while nobody listens.</summary>
    internal static Activity? Begin(string key, object command)
    {
        var span = Source.HasListeners() ? Source.StartActivity($"decide {command.GetType().Name}") : null;
        return span?.SetTag("despatch.command", command.GetType().Name).SetTag("despatch.key", key);
    }

    /// <summary>The command has its answer.</summary>
    internal static void Answered(Activity? span, object command, Answer answer)
    {
        Count(span, command, answer.Refusal?.WireCode ?? "done");
        span?.SetTag("despatch.position", answer.Position);
    }

    /// <summary>The command has none: its caller is told of a fault.</summary>
    internal static void Failed(Activity? span, object command, Exception fault)
    {
        Count(span, command, LogAway.CodeOf(fault) ?? "failed");
        span?.SetStatus(ActivityStatusCode.Error, fault.Message);
    }

    /// <summary>Fixes have arrived.</summary>
    internal static void Arrived(int fixes, int moved)
    {
        Fixes.Add(moved, new KeyValuePair<string, object?>("answer", "taken"));
        Fixes.Add(fixes - moved, new KeyValuePair<string, object?>("answer", "ignored"));
    }

    /// <summary>A grain of that class has become active (1), or is so no more (-1).</summary>
    internal static void Changed(Type kind, int by) => Grains.Add(by, new KeyValuePair<string, object?>("kind", kind.Name));

    private static void Count(Activity? span, object command, string answer)
    {
        Commands.Add(1, new KeyValuePair<string, object?>("kind", command.GetType().Name), new KeyValuePair<string, object?>("answer", answer));
        span?.SetTag("despatch.answer", answer);
    }
}
