using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The two encodings that both sides know: identity and gzip.</summary>
internal static class Encodings
{
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string Accepted = "identity,gzip";

    public static bool IsGzip(string? encoding) => string.Equals(encoding, Gzip, StringComparison.OrdinalIgnoreCase);

    public static bool IsKnown(string? encoding) =>
        string.IsNullOrEmpty(encoding) || IsGzip(encoding) || string.Equals(encoding, Identity, StringComparison.OrdinalIgnoreCase);

    public static byte[] Compress(ReadOnlySpan<byte> message)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message);
        }

        return output.ToArray();
    }

    /// <summary>Stops at the limit, so that a small message cannot unfold into all memory.</summary>
    public static ReadOnlySequence<byte> Decompress(in ReadOnlySequence<byte> message, int? limit)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using var gzip = new GZipStream(PipeReader.Create(message).AsStream(), CompressionMode.Decompress);
            for (var read = -1; read != 0; output.Advance(read))
            {
                read = gzip.Read(output.GetSpan(4096));
                if (output.WrittenCount + read > limit)
                {
                    throw Failures.TooLarge();
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The compressed message is not valid gzip.", e));
        }

        return new ReadOnlySequence<byte>(output.WrittenMemory);
    }
}

/// <summary>Failures that more than one place reports.</summary>
internal static class Failures
{
    public static RpcException TooLarge() =>
        new(new Status(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));

    public static RpcException Internal(string detail, Exception? cause = null) => new(new Status(StatusCode.Internal, detail, cause));
}
