using System.Diagnostics.Metrics;
using Despatch.Board;
using Despatch.EventLog;
using Despatch.Grains;
using Despatch.Pack;

namespace Despatch.Deploy.Tests.Dashboard;

/// <summary>
/// What the program measures, as Prometheus has it: each series by its name, with its labels. Read from the instruments themselves,
/// each made to measure something.
/// </summary>
internal sealed class ProgramSeries
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _instruments = new(StringComparer.Ordinal);

    private ProgramSeries()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name.StartsWith("Despatch.", StringComparison.Ordinal))
                {
                    listening.EnableMeasurementEvents(instrument);
                    _instruments.Add(instrument.Name);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.Start();
        Measure(listener);
    }

    /// <summary>The labels of each series, by its name.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Labels => _labels;

    /// <summary>The instruments, by the program's own names.</summary>
    public IReadOnlyCollection<string> Instruments => _instruments;

    public static ProgramSeries Read() => new();

    /// <summary>The names of an instrument's series, by the rules of OpenTelemetry's specification for Prometheus.</summary>
    public static IReadOnlyList<string> NamesOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');

        // Units in braces are notes for people.
        name += instrument.Unit switch
        {
            null or "" or ['{', ..] => "",
            "s" => "_seconds",
            var other => throw new InvalidOperationException($"{instrument.Name} has the unit {other}: how does Prometheus spell it?"),
        };
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Histogram<>) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? [$"{name}_total"]
            : [name];
    }

    private static void Measure(MeterListener listener)
    {
        GrainTelemetry.Arrived(fixes: 2, moved: 1);
        GrainTelemetry.Changed(typeof(ProgramSeries), 1);
        GrainTelemetry.Answered(span: null, "a command", Answer.Done(1, "a key"));
        LogTelemetry.BeginCommit("a store", [], TimeProvider.System).Done(events: 1);
        using var board = new BoardInstruments(
            new Board.Board(TimeProvider.System, new BoardOptions()), "a silo", () => ForcePack.London.Escalation);
        listener.RecordObservableInstruments();
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var name in NamesOf(instrument))
        {
            if (!_labels.TryGetValue(name, out var labels))
            {
                _labels.Add(name, labels = new(StringComparer.Ordinal));
            }

            foreach (var tag in tags)
            {
                labels.Add(tag.Key);
            }

            if (name.EndsWith("_bucket", StringComparison.Ordinal))
            {
                labels.Add("le");
            }
        }
    }
}
