using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Serialization;

namespace Orleans.Runtime;

/// <summary>A piece of an identity: UTF-8 bytes with their hash, which is the same in every process.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>
{
    private readonly byte[]? _value;
    private readonly int _hash;

    public IdSpan(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        _hash = StableHash(value);
    }

    public static IdSpan Create(string id) => new(Encoding.UTF8.GetBytes(id));

    public ReadOnlySpan<byte> AsSpan() => _value;

    public bool Equals(IdSpan other) => _hash == other._hash && AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => _hash;

    public uint GetUniformHashCode() => unchecked((uint)_hash);

    public override string ToString() => _value is null ? "" : Encoding.UTF8.GetString(_value);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    // FNV-1a, then mixed so that keys which differ in the last character only spread over all silos.
    private static int StableHash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85ebca6bu);
        hash ^= hash >> 13;
        hash = unchecked(hash * 0xc2b2ae35u);
        return unchecked((int)(hash ^ (hash >> 16)));
    }
}

/// <summary>The kind of a grain, such as <c>incident</c>.</summary>
public readonly record struct GrainType(IdSpan Value)
{
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    public uint GetUniformHashCode() => Value.GetUniformHashCode();

    public override string ToString() => Value.ToString();
}

/// <summary>The identity of one grain: its kind and its key.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key) : IComparable<GrainId>
{
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new GrainId(type, IdSpan.Create(key));
    }

    public uint GetUniformHashCode() => unchecked((Type.GetUniformHashCode() * 31) + Key.GetUniformHashCode());

    // Not a hash that differs from process to process: a seeded run must replay exactly.
    public override int GetHashCode() => unchecked((int)GetUniformHashCode());

    public int CompareTo(GrainId other)
    {
        var byType = Type.Value.AsSpan().SequenceCompareTo(other.Type.Value.AsSpan());
        return byType != 0 ? byType : Key.AsSpan().SequenceCompareTo(other.Key.AsSpan());
    }

    public override string ToString() => $"{Type}/{Key}";
}

/// <summary>The address of one run of a silo: where it listens and which start of it this is.</summary>
[JsonConverter(typeof(SiloAddressConverter))]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    public IPEndPoint Endpoint { get; }

    public int Generation { get; }

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    public string ToParsableString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Address}:{Endpoint.Port}@{Generation}");

    public static SiloAddress FromParsableString(string addr)
    {
        ArgumentNullException.ThrowIfNull(addr);
        var at = addr.LastIndexOf('@');
        return New(IPEndPoint.Parse(addr.AsSpan(0, at)), int.Parse(addr.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }

    public bool IsSuccessorOf(SiloAddress other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Endpoint.Equals(other.Endpoint) && Generation > other.Generation;
    }

    public bool Equals(SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    // Free of any hash that is random in each process: the order of a dictionary of silos must replay.
    public override int GetHashCode() => unchecked((Endpoint.Port * 397) ^ Generation);

    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byPort = Endpoint.Port.CompareTo(other.Endpoint.Port);
        return byPort != 0 ? byPort : Generation.CompareTo(other.Generation);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"S{Endpoint}:{Generation}");

    public static bool operator ==(SiloAddress? left, SiloAddress? right) => Equals(left, right);

    public static bool operator !=(SiloAddress? left, SiloAddress? right) => !Equals(left, right);
}
