using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Despatch.Host.Serving;

/// <summary>
/// gRPC (HTTP/2 without TLS) and gRPC-Web (HTTP/1.1) on one port. Kestrel chooses between the two by what TLS negotiated; without
/// TLS it always takes HTTP/1.1. So the first bytes are looked at, unread, and where they are HTTP/2's preface Kestrel is told what
/// TLS would have told it. .NET 11 does this by itself; then this file can go.
/// </summary>
internal static class OnePort
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private static readonly byte[] Http2Name = [.. "h2"u8];

    /// <summary>Makes this endpoint serve both.</summary>
    public static void ServeBoth(this ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => async connection =>
        {
            if (await BeginsHttp2Async(connection))
            {
                connection.Features.Set<ITlsConnectionFeature>(new NoCertificate());
                connection.Features.Set<ITlsApplicationProtocolFeature>(new Negotiated());
            }

            await next(connection);
        });
    }

    private static async Task<bool> BeginsHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var seen = Compare(read.Buffer);
            if (seen is { } known)
            {
                input.AdvanceTo(read.Buffer.Start);
                return known;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                return false;
            }
        }
    }

    /// <summary>True or false as soon as the bytes tell; null while they are too few.</summary>
    private static bool? Compare(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, Preface.Length);
        buffer.Slice(0, length).CopyTo(start);
        return !start[..length].SequenceEqual(Preface[..length]) ? false
            : length == Preface.Length ? true
            : null;
    }

    private sealed class NoCertificate : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult<X509Certificate2?>(null);
    }

    private sealed class Negotiated : ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol => Http2Name;
    }
}
