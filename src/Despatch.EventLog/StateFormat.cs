using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Despatch.EventLog;

/// <summary>
/// What tells a kept state that this program may use from one that it must fold anew: the names and types of everything in it, and
/// <see cref="Meaning"/>. Kept states are caches, so another format costs time and nothing else. Thread-safe.
/// </summary>
public static class StateFormat
{
    /// <summary>Raised by whoever changes what an Evolve makes of the same facts without changing the state's properties.</summary>
    public const int Meaning = 1;

    /// <summary>The format of a type as <see cref="EventJson"/> writes it: <c>1-9f86d081884c7d65</c>.</summary>
    public static string Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var shape = new StringBuilder();
        Describe(type, shape, []);
        return $"{Meaning}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape.ToString())).AsSpan(0, 8))}";
    }

    private static void Describe(Type type, StringBuilder shape, HashSet<Type> seen)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            type = inner;
        }

        if (!seen.Add(type))
        {
            return;
        }

        shape.Append(type).Append('\n');
        if (type.IsEnum)
        {
            shape.AppendJoin(' ', Enum.GetNames(type)).Append('\n');
            return;
        }

        var info = EventJson.Options.GetTypeInfo(type);
        foreach (var part in new[] { info.KeyType, info.ElementType }.OfType<Type>())
        {
            Describe(part, shape, seen);
        }

        if (info.Kind == JsonTypeInfoKind.Object)
        {
            var properties = info.Properties.OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
            properties.ForEach(p => shape.Append(' ').Append(p.Name).Append(':').Append(p.PropertyType).Append('\n'));
            properties.ForEach(p => Describe(p.PropertyType, shape, seen));
        }
    }
}
