using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Writes length-prefixed messages. A message that tells its length beforehand, as those of Google.Protobuf do, is serialised
/// straight into the output.
/// </summary>
internal sealed class FrameWriter(int? maxSize) : SerializationContext
{
    private IBufferWriter<byte>? _output;
    private ArrayBufferWriter<byte>? _detour;
    private CompressionLevel? _gzip;
    private int? _length;
    private bool _complete;

    /// <summary>Writes one message, compressed if a level is given.</summary>
    public void Write<T>(IBufferWriter<byte> output, Marshaller<T> marshaller, T message, CompressionLevel? gzip)
    {
        (_output, _gzip, _length, _complete) = (output, gzip, null, false);
        _detour?.ResetWrittenCount();
        marshaller.ContextualSerializer(message, this);
        if (!_complete)
        {
            throw new InvalidOperationException("Serialization did not return a payload.");
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        _length = payloadLength;
        if (payloadLength > maxSize)
        {
            throw Failures.TooLarge("Sending");
        }
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_length is not { } length || _gzip is not null)
        {
            return _detour ??= new ArrayBufferWriter<byte>();
        }

        WriteHeader(length, compressed: false);
        return _output!;
    }

    public override void Complete()
    {
        if (_length is null || _gzip is not null)
        {
            WriteWhole(_detour is null ? [] : _detour.WrittenSpan);
        }

        _complete = true;
    }

    public override void Complete(byte[] payload)
    {
        WriteWhole(payload);
        _complete = true;
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > maxSize)
        {
            throw Failures.TooLarge("Sending");
        }

        if (_gzip is { } level)
        {
            payload = Encodings.Compress(payload, level);
        }

        WriteHeader(payload.Length, _gzip is not null);
        _output!.Write(payload);
    }

    private void WriteHeader(int length, bool compressed)
    {
        var header = _output!.GetSpan(FrameReader.HeaderSize);
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        _output.Advance(FrameReader.HeaderSize);
    }
}

/// <summary>One frame in an array of the shared pool: for outputs that are streams.</summary>
internal sealed class PooledFrame : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(512);
    private int _count;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _count);

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }

    private void Grow(int sizeHint)
    {
        if (_array.Length - _count >= Math.Max(sizeHint, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, _count + sizeHint));
        _array.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
