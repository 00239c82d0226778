using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Serialization;

/// <summary>Exceptions travel as type and message. Types of the product do not travel: what arrives says so.</summary>
internal static class ExceptionCodec
{
    private static readonly ConcurrentDictionary<string, Func<string, Exception>> Makers = new(StringComparer.Ordinal);

    public static void Write(FrameBuffer buffer, Exception exception)
    {
        var type = exception.GetType();
        var name = type.Assembly.GetName().Name!;
        var travels = name.StartsWith("System.", StringComparison.Ordinal) || type.Assembly == typeof(ExceptionCodec).Assembly;
        buffer.WriteByte(travels ? (byte)1 : (byte)0);
        buffer.WriteText(travels ? type.AssemblyQualifiedName! : type.FullName!);
        buffer.WriteText(exception.Message);
    }

    public static Exception Read(ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        var travels = reader.ReadByte() == 1;
        var type = reader.ReadText();
        var message = reader.ReadText();
        return travels ? Makers.GetOrAdd(type, static t => Maker(t))(message) : StandIn(type, message);
    }

    private static CodecNotFoundException StandIn(string type, string message) => new($"Could not find a codec for type {type}: {message}");

    private static Func<string, Exception> Maker(string typeName)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var type = Type.GetType(typeName, throwOnError: true)!;

        // The longer one first: the only text that ArgumentNullException takes alone is a parameter's name.
        var full = type.GetConstructor(Any, [typeof(string), typeof(Exception)]);
        var brief = type.GetConstructor(Any, [typeof(string)]);
        return message =>
        {
            try
            {
                return (Exception?)full?.Invoke([message, null]) ?? (Exception?)brief?.Invoke([message]) ?? StandIn(typeName, message);
            }
            catch (TargetInvocationException)
            {
                return StandIn(typeName, message);
            }
        };
    }
}
