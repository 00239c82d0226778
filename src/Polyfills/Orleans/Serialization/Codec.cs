using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Serialization.Cloning;

namespace Orleans.Serialization;

/// <summary>Puts arguments and results into JSON, and copies them for calls that stay on their silo.</summary>
internal sealed class Codec
{
    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Uri), typeof(Version), typeof(CancellationToken), typeof(Nothing), typeof(SiloAddress), typeof(GrainId),
    ];

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly JsonSerializerOptions _options;
    private readonly List<Func<Type, bool>> _selectors;
    private readonly TypeManifestOptions _manifest;
    private readonly List<IGeneralizedCopier> _copiers;
    private readonly CopyContext _context = new();
    private readonly ConcurrentDictionary<Type, Func<object, object?>> _copy = new();
    private readonly ConcurrentDictionary<Type, bool> _allowed = new();

    public Codec(
        IOptions<JsonCodecOptions> options, IOptions<TypeManifestOptions> manifest,
        IEnumerable<JsonTypeSelector> selectors, IEnumerable<IGeneralizedCopier> copiers)
    {
        _options = options.Value.SerializerOptions;
        _options.MakeReadOnly(populateMissingResolver: true);
        _manifest = manifest.Value;
        _selectors = selectors.Select(s => s.IsSupported).ToList();
        _copiers = copiers.ToList();
    }

    public void WriteArguments(FrameBuffer buffer, GrainMethod method, object?[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (i != method.CancellationIndex)
            {
                WriteValue(buffer, method.ParameterTypes[i], args[i]);
            }
        }
    }

    public object?[] ReadArguments(ReadOnlySpan<byte> body, GrainMethod method)
    {
        var reader = new FrameReader(body);
        var args = new object?[method.ParameterTypes.Length];
        for (var i = 0; i < args.Length; i++)
        {
            if (i != method.CancellationIndex)
            {
                args[i] = ReadValue(ref reader, method.ParameterTypes[i]);
            }
        }

        return args;
    }

    public void WriteResult<T>(FrameBuffer buffer, T result)
    {
        if (typeof(T) != typeof(Nothing))
        {
            WriteValue(buffer, typeof(T), result);
        }
    }

    public T? ReadResult<T>(ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        return typeof(T) == typeof(Nothing) ? default : (T?)ReadValue(ref reader, typeof(T));
    }

    public T Copy<T>(T value) => typeof(T).IsPrimitive ? value : (T)CopyObject(value)!;

    public object? CopyObject(object? value)
    {
        if (value is null or string)
        {
            return value;
        }

        return _copy.GetOrAdd(value.GetType(), static (type, self) => self.ChooseCopy(type), this)(value);
    }

    private Func<object, object?> ChooseCopy(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Values.Contains(type))
        {
            return static value => value;
        }

        var copier = _copiers.Find(c => c.IsSupportedType(type));
        if (copier is IOptionalDeepCopier optional && optional.IsShallowCopyable())
        {
            return static value => value;
        }

        return copier is null
            ? value => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type, _options), type, _options)
            : value => copier.DeepCopy(value, _context);
    }

    private void WriteValue(FrameBuffer buffer, Type declared, object? value)
    {
        Demand(declared);
        var type = value is null ? declared : TravelType(declared, value.GetType());
        buffer.WriteByte(type == declared ? (byte)0 : (byte)1);
        if (type != declared)
        {
            Demand(type);
            buffer.WriteText(type.AssemblyQualifiedName!);
        }

        var start = buffer.Position;
        buffer.WriteInt(0);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, _options.GetTypeInfo(type));
        writer.Flush();
        buffer.WriteLengthAt(start);
    }

    private object? ReadValue(ref FrameReader reader, Type declared)
    {
        var type = reader.ReadByte() == 0 ? declared : Type.GetType(reader.ReadText(), throwOnError: true)!;
        Demand(type);
        return JsonSerializer.Deserialize(reader.ReadBytes(), _options.GetTypeInfo(type));
    }

    /// <summary>
    /// A value of our own goes under its own type's name, as upstream has it, unless JSON tells the derived types apart. So a list
    /// that a collection expression made, whose type nobody can make again, fails here as it does there.
    /// </summary>
    private Type TravelType(Type declared, Type actual)
    {
        if (actual == declared || declared.IsValueType || declared.IsSealed)
        {
            return declared;
        }

        var declaredIsEnough = _options.GetTypeInfo(declared).PolymorphismOptions is not null
            || (typeof(IEnumerable).IsAssignableFrom(declared) && IsFramework(actual));
        return declaredIsEnough ? declared : actual;
    }

    private void Demand(Type type)
    {
        if (!_allowed.GetOrAdd(type, static (t, self) => self.IsAllowed(t), this))
        {
            throw new CodecNotFoundException($"Could not find a codec for type {type}: "
                + "AddJsonSerializer must support it and AddAllowedAssembly must name its assembly.");
        }
    }

    private bool IsAllowed(Type type)
    {
        if (type.HasElementType)
        {
            return IsAllowed(type.GetElementType()!);
        }

        var allowed = IsFramework(type) || type.IsEnum
            || (_manifest.AllowedAssemblies.Contains(type.Assembly) && _selectors.Exists(s => s(type)));
        return allowed && Array.TrueForAll(type.GetGenericArguments(), IsAllowed);
    }

    private static bool IsFramework(Type type) =>
        type.Assembly == typeof(Codec).Assembly || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);
}
