using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Despatch.TestTools;

/// <summary>Collects what the product's meters measure, of whatever test: tell yours by its tags. Thread-safe.</summary>
public sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly MeterListener _listener = new();

    public Measurements()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Despatch.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Each as <c>name value tag=value,tag=value</c>, the tags in their order.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>Asks the observable ones.</summary>
    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue(FormattableString.Invariant($"{instrument.Name} {value} {string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}"));
}
