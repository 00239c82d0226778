using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Wire;

namespace Grpc.Net.Client.Web;

/// <summary>How bodies are sent and received.</summary>
public enum GrpcWebMode
{
    GrpcWeb,
    GrpcWebText,
}

/// <summary>Has a channel speak gRPC-Web, which passes through what knows HTTP/1.1 only.</summary>
public sealed class GrpcWebHandler : DelegatingHandler
{
    public GrpcWebHandler()
    {
    }

    public GrpcWebHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    public GrpcWebHandler(GrpcWebMode mode) => GrpcWebMode = mode;

    public GrpcWebHandler(GrpcWebMode mode, HttpMessageHandler innerHandler)
        : base(innerHandler) => GrpcWebMode = mode;

    public GrpcWebMode GrpcWebMode { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isText = GrpcWebMode == GrpcWebMode.GrpcWebText;
        var type = isText ? Headers.WebTextContentType : Headers.WebContentType;
        request.Content = new RequestContent(request.Content!, type, isText);
        if (isText)
        {
            request.Headers.TryAddWithoutValidation("Accept", type);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (Headers.IsContentType(type, response.Content.Headers.ContentType?.ToString()))
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var content = new StreamContent(
                new WebResponseStream(isText ? new Base64DecodingStream(body) : body, response.TrailingHeaders));
            content.Headers.TryAddWithoutValidation("Content-Type", Headers.ContentType);
            response.Content = content;
        }

        return response;
    }

    private sealed class RequestContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly bool _isText;

        public RequestContent(HttpContent inner, string type, bool isText)
        {
            (_inner, _isText) = (inner, isText);
            Headers.TryAddWithoutValidation("Content-Type", type);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _inner.CopyToAsync(_isText ? new Base64EncodingStream(stream) : stream, context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}

/// <summary>Passes the messages on and keeps the last frame, which becomes the response's trailers.</summary>
internal sealed class WebResponseStream(Stream inner, HttpResponseHeaders trailers) : OneWayStream
{
    private const int MaxTrailers = 1024 * 1024;

    private readonly byte[] _header = new byte[FrameReader.HeaderSize];
    private int _headerLeft;
    private uint _left;
    private bool _ended;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _ended)
        {
            return 0;
        }

        if (_headerLeft == 0 && _left == 0 && !await ReadHeaderAsync(cancellationToken))
        {
            _ended = true;
            return 0;
        }

        if (_headerLeft > 0)
        {
            var count = Math.Min(_headerLeft, buffer.Length);
            _header.AsSpan(FrameReader.HeaderSize - _headerLeft, count).CopyTo(buffer.Span);
            _headerLeft -= count;
            return count;
        }

        var read = await inner.ReadAsync(buffer[..(int)Math.Min((uint)buffer.Length, _left)], cancellationToken);
        _left -= (uint)read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>False when there are no more messages.</summary>
    private async Task<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var count = await inner.ReadAtLeastAsync(_header, FrameReader.HeaderSize, throwOnEndOfStream: false, cancellationToken);
        if (count == 0)
        {
            return false;
        }

        if (count < FrameReader.HeaderSize)
        {
            throw Failures.Internal("Incomplete message.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if ((_header[0] & 0x80) == 0)
        {
            (_headerLeft, _left) = (FrameReader.HeaderSize, length);
            return true;
        }

        var block = new byte[length <= MaxTrailers ? length : throw Failures.TooLarge("Received")];
        await inner.ReadExactlyAsync(block, cancellationToken);
        foreach (var line in Encoding.ASCII.GetString(block).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            trailers.TryAddWithoutValidation(colon < 0 ? line : line[..colon], colon < 0 ? "" : line[(colon + 1)..].Trim());
        }

        // To its very end, so that the connection can be used again.
        return await inner.ReadAsync(_header, cancellationToken) == 0 ? false : throw Failures.Internal("Unexpected data after trailers.");
    }
}
