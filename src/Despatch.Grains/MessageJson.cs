using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Records;
using Despatch.Domain.Units;
using Despatch.EventLog;

namespace Despatch.Grains;

/// <summary>How messages between silos are written: as the log's events are, and abstract commands say which one they are.</summary>
public static class MessageJson
{
    private static readonly Type[] Polymorphic =
        [typeof(ContactCommand), typeof(IncidentCommand), typeof(UnitCommand), typeof(MarkerCommand), typeof(MisconductCommand)];

    /// <summary>Frozen options.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The types that travel: the domain's and the grains' plain immutable records. Exceptions are the framework's to carry.</summary>
    public static bool IsMessage(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Namespace is { } space
            && (space.StartsWith("Despatch.Domain", StringComparison.Ordinal) || string.Equals(space, "Despatch.Grains", StringComparison.Ordinal))
            && !typeof(Exception).IsAssignableFrom(type);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(EventJson.Options)
        {
            TypeInfoResolver = EventJson.Options.TypeInfoResolver!.WithAddedModifier(NameDerivedTypes),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void NameDerivedTypes(JsonTypeInfo info)
    {
        if (!Polymorphic.Contains(info.Type))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (var type in info.Type.Assembly.GetTypes().Where(t => t.BaseType == info.Type))
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, type.Name));
        }
    }
}
