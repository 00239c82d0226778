using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Despatch.EventLog;

/// <summary>
/// The hash that chains a stream's events: SHA-256 over the previous event's hash, the stream, the version, the name, the
/// time and the data. Every store computes it here, so that a log copied from one store to another keeps its chain.
/// </summary>
/// <remarks>
/// Numbers are 8 bytes, most significant first; texts and data are preceded by their length in bytes as such a number, so
/// that no two different events give the same input. Thread-safe.
/// </remarks>
public static class EventHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const int NumberSize = sizeof(long);
    private const int StackLimit = 1_024;

    /// <summary>What stands for the previous hash before a stream's first event.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[Size];

    /// <summary>The hash of one event after <paramref name="previous"/>; <paramref name="at"/> counts to the microsecond.</summary>
    public static byte[] Compute(
        ReadOnlySpan<byte> previous, string stream, long version, string name, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var size = previous.Length + Encoding.UTF8.GetByteCount(stream) + Encoding.UTF8.GetByteCount(name) + data.Length
            + (5 * NumberSize);
        var input = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
        var rest = input;
        Put(ref rest, previous);
        PutText(ref rest, stream);
        PutNumber(ref rest, version);
        PutText(ref rest, name);
        PutNumber(ref rest, LogTime.ToMicroseconds(at));
        PutNumber(ref rest, data.Length);
        Put(ref rest, data);
        return SHA256.HashData(input[..size]);
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void PutNumber(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, number);
        rest = rest[NumberSize..];
    }

    private static void PutText(ref Span<byte> rest, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, rest[NumberSize..]);
        PutNumber(ref rest, length);
        rest = rest[length..];
    }
}
