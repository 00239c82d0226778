using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Despatch.EventLog;

/// <summary>Turns events into the bytes the log keeps and back, by a catalogue of stored names. Thread-safe.</summary>
/// <remarks>
/// JSON: camelCase names, enumerations as camelCase words, nulls left out. Unknown properties are skipped and missing ones
/// take their default (unless declared <c>required</c>), so that events of older and of newer versions can both be read.
/// </remarks>
public sealed class EventCodec
{
    private const int FirstBufferSize = 512;
    private const int KeptBufferSize = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private readonly FrozenDictionary<string, JsonTypeInfo> _byName;
    private readonly FrozenDictionary<Type, Entry> _byType;

    /// <summary>Makes a codec for exactly these names and record types.</summary>
    /// <exception cref="ArgumentException">A type has two names: it could not be told which one to write.</exception>
    public EventCodec(IReadOnlyDictionary<string, Type> catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var doubled = catalogue.GroupBy(entry => entry.Value).FirstOrDefault(names => names.Skip(1).Any());
        if (doubled is not null)
        {
            throw new ArgumentException(
                $"The type {doubled.Key} has several names: {string.Join(", ", doubled.Select(name => name.Key))}.", nameof(catalogue));
        }

        var options = EventJson.Options;
        _byName = catalogue.ToFrozenDictionary(entry => entry.Key, entry => options.GetTypeInfo(entry.Value), StringComparer.Ordinal);
        _byType = _byName.ToFrozenDictionary(entry => entry.Value.Type, entry => new Entry(entry.Key, entry.Value));
    }

    /// <summary>The stored name and the bytes of an event.</summary>
    /// <exception cref="EventLogException">Code <c>unknown-event</c>: its type is not in the catalogue.</exception>
    public (string Name, ReadOnlyMemory<byte> Data) Encode(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_byType.TryGetValue(value.GetType(), out var entry))
        {
            throw new EventLogException(
                EventLogFault.UnknownEvent, isTransient: false, $"The catalogue has no name for the event type {value.GetType()}.");
        }

        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(FirstBufferSize);
        var writer = t_writer ??= new Utf8JsonWriter(buffer, EventJson.WriterOptions);
        try
        {
            JsonSerializer.Serialize(writer, value, entry.TypeInfo);
            writer.Flush();
            return (entry.Name, buffer.WrittenSpan.ToArray());
        }
        finally
        {
            Reuse(buffer, writer);
        }
    }

    /// <summary>
    /// The event that was logged. Decoded once for all who hold this object: for followers, which are many; whoever reads for itself gains
    /// nothing by it. What comes back is shared: it must be immutable, as facts are.
    /// </summary>
    /// <exception cref="EventLogException">As <see cref="Decode(string, ReadOnlyMemory{byte})"/>.</exception>
    public object Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        if (logged.Decoded is { } decoded && _byType.ContainsKey(decoded.GetType()))
        {
            return decoded;
        }

        decoded = Decode(logged.Name, logged.Data);
        logged.Decoded = decoded;
        return decoded;
    }

    /// <summary>The event of a stored name and its bytes.</summary>
    /// <exception cref="EventLogException">
    /// Code <c>unknown-event</c>: the catalogue lacks the name. Code <c>bad-event</c>: the bytes do not fit its type.
    /// </exception>
    public object Decode(string name, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_byName.TryGetValue(name, out var typeInfo))
        {
            throw new EventLogException(
                EventLogFault.UnknownEvent, isTransient: false, $"The event name '{name}' is not in the catalogue.");
        }

        try
        {
            return JsonSerializer.Deserialize(data.Span, typeInfo) ?? throw new JsonException("The event is null.");
        }
        catch (JsonException exception)
        {
            throw new EventLogException(
                EventLogFault.BadEvent, isTransient: false, $"An event named '{name}' cannot be read as {typeInfo.Type}.", exception);
        }
    }

    private static void Reuse(ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        // One huge event must not keep its buffer for as long as the thread lives.
        if (buffer.Capacity > KeptBufferSize)
        {
            t_buffer = null;
            t_writer = null;
            return;
        }

        buffer.ResetWrittenCount();
        writer.Reset(buffer);
    }

    private sealed record Entry(string Name, JsonTypeInfo TypeInfo);
}
