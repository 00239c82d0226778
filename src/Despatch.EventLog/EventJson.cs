using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Despatch.EventLog;

/// <summary>How events are written as JSON. Stored for ever: what is changed here must still read what was written before.</summary>
public static class EventJson
{
    /// <summary>Frozen; shared by everything that writes or reads events, answers and snapshots.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    internal static JsonWriterOptions WriterOptions { get; } = new() { Encoder = Options.Encoder, SkipValidation = true };

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

            // What is computed from other properties is not a fact, and may be computed differently tomorrow. Lists: see below.
            IgnoreReadOnlyProperties = true,

            // The log is never pasted into a web page; escaping names such as O'Hara would only swell it.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputedLists, TreatDefaultArraysAsEmpty } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly();
        return options;
    }

    /// <summary><see cref="JsonSerializerOptions.IgnoreReadOnlyProperties"/> does not reach lists, which a reader might fill in place.</summary>
    private static void LeaveOutComputedLists(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Set: null, AssociatedParameter: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    /// <summary>
    /// A default ImmutableArray throws on nearly every use, and is what a property becomes that an older event lacks. So it
    /// is left out when writing and becomes empty when reading.
    /// </summary>
    private static void TreatDefaultArraysAsEmpty(JsonTypeInfo type)
    {
        var fillers = new List<Action<object>>();
        foreach (var property in type.Properties.Where(property => IsImmutableArray(property.PropertyType)))
        {
            var unset = Activator.CreateInstance(property.PropertyType)!;
            property.ShouldSerialize = (_, value) => !unset.Equals(value);
            if (property is { Get: { } get, Set: { } set })
            {
                var empty = property.PropertyType.GetField(nameof(ImmutableArray<int>.Empty))!.GetValue(null);
                fillers.Add(owner =>
                {
                    if (unset.Equals(get(owner)))
                    {
                        set(owner, empty);
                    }
                });
            }
        }

        if (fillers.Count > 0)
        {
            type.OnDeserialized = owner => fillers.ForEach(fill => fill(owner));
        }
    }

    private static bool IsImmutableArray(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
}
