using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Reads length-prefixed messages from a pipe. One read at a time.</summary>
internal sealed class FrameReader(PipeReader pipe, int? maxSize) : DeserializationContext
{
    public const int HeaderSize = 5;
    public const int DefaultMaxSize = 4 * 1024 * 1024;

    private ReadOnlySequence<byte> _payload;

    /// <summary>What the peer says it compresses with.</summary>
    public string? Encoding { get; set; }

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The next message, or null at the end of the stream.</summary>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (result.IsCanceled)
            {
                throw new OperationCanceledException();
            }

            if (TryRead(buffer, out var compressed, out var end))
            {
                var message = Parse(marshaller, compressed);
                pipe.AdvanceTo(end);
                return message;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw Failures.Internal("Incomplete message.");
            }
        }
    }

    /// <summary>Exactly one message: for the sides of a call that are not a stream.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        var message = await ReadAsync(marshaller, cancellationToken) ?? throw Failures.Internal("Incomplete message.");
        await ReadEndAsync(cancellationToken);
        return message;
    }

    public async ValueTask ReadEndAsync(CancellationToken cancellationToken)
    {
        ReadResult rest;
        do
        {
            rest = await pipe.ReadAsync(cancellationToken);
            var empty = rest.Buffer.IsEmpty;
            pipe.AdvanceTo(rest.Buffer.Start, rest.Buffer.End);
            if (!empty)
            {
                throw Failures.Internal("Additional data after the message received.");
            }
        }
        while (!rest.IsCompleted);
    }

    private bool TryRead(in ReadOnlySequence<byte> buffer, out bool compressed, out SequencePosition end)
    {
        compressed = false;
        end = default;
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if (header[0] > 1)
        {
            throw Failures.Internal("Unexpected compressed flag value in message header.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (maxSize ?? int.MaxValue))
        {
            throw Failures.TooLarge();
        }

        if (buffer.Length - HeaderSize < length)
        {
            return false;
        }

        compressed = header[0] == 1;
        _payload = buffer.Slice(HeaderSize, length);
        end = _payload.End;
        return true;
    }

    private T Parse<T>(Marshaller<T> marshaller, bool compressed)
    {
        if (compressed)
        {
            _payload = Encodings.IsGzip(Encoding) ? Encodings.Decompress(_payload, maxSize) : throw UnknownEncoding();
        }

        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException e)
        {
            throw Failures.Internal("The message could not be parsed.", e);
        }
        finally
        {
            // The buffer goes back to its pool when the pipe advances.
            _payload = default;
        }
    }

    private RpcException UnknownEncoding() => Encodings.IsKnown(Encoding)
        ? Failures.Internal("Request did not include grpc-encoding value with compressed message.")
        : new RpcException(new Status(
            StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{Encoding}'. Supported encodings: {Encodings.Accepted}"));
}
