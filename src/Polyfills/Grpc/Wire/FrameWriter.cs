using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Writes length-prefixed messages. A message that tells its length beforehand, as those of Google.Protobuf do, is serialised
/// straight into the output.
/// </summary>
internal sealed class FrameWriter : SerializationContext
{
    private IBufferWriter<byte>? _output;
    private ArrayBufferWriter<byte>? _detour;
    private bool _gzip;
    private int? _length;
    private bool _complete;

    /// <summary>Writes one message.</summary>
    public void Write<T>(IBufferWriter<byte> output, Marshaller<T> marshaller, T message, bool gzip)
    {
        (_output, _gzip, _length, _complete) = (output, gzip, null, false);
        _detour?.ResetWrittenCount();
        marshaller.ContextualSerializer(message, this);
        if (!_complete)
        {
            throw new InvalidOperationException("Serialization did not return a payload.");
        }
    }

    public override void SetPayloadLength(int payloadLength) => _length = payloadLength;

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_length is not { } length || _gzip)
        {
            return _detour ??= new ArrayBufferWriter<byte>();
        }

        WriteHeader(length, compressed: false);
        return _output!;
    }

    public override void Complete()
    {
        if (_length is null || _gzip)
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
        if (_gzip)
        {
            payload = Encodings.Compress(payload);
        }

        WriteHeader(payload.Length, _gzip);
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
