using System.Buffers.Text;

namespace Grpc.Wire;

/// <summary>The parts of a stream that reading or writing in one direction has no use for.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => false;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}

/// <summary>Each write becomes a padded piece of base64, so that nothing waits for the bytes of the next message.</summary>
internal sealed class Base64EncodingStream(Stream inner) : OneWayStream
{
    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(buffer.Length)];
        Base64.EncodeToUtf8(buffer.Span, text, out _, out _);
        await inner.WriteAsync(text, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}

/// <summary>Reads base64 of which any group of four may be padded.</summary>
internal sealed class Base64DecodingStream(Stream inner) : OneWayStream
{
    private readonly byte[] _text = new byte[4096];
    private readonly byte[] _decoded = new byte[3072];
    private int _textCount;
    private int _next;
    private int _end;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_next == _end)
        {
            var read = await inner.ReadAsync(_text.AsMemory(_textCount), cancellationToken);
            if (read == 0)
            {
                return _textCount == 0 ? 0 : throw Failures.Internal("The base64 text ends within a group.");
            }

            _textCount += read;
            Decode();
        }

        var count = Math.Min(buffer.Length, _end - _next);
        _decoded.AsSpan(_next, count).CopyTo(buffer.Span);
        _next += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private void Decode()
    {
        var whole = _textCount / 4 * 4;
        (_next, _end) = (0, 0);
        for (var i = 0; i < whole; i += 4)
        {
            if (Base64.DecodeFromUtf8(
                _text.AsSpan(i, 4), _decoded.AsSpan(_end), out _, out var written) != System.Buffers.OperationStatus.Done)
            {
                throw Failures.Internal("The body is not base64.");
            }

            _end += written;
        }

        _text.AsSpan(whole, _textCount - whole).CopyTo(_text);
        _textCount -= whole;
    }
}
