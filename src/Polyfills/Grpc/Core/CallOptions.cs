namespace Grpc.Core;

/// <summary>Headers, deadline and the like of one call.</summary>
public struct CallOptions : IEquatable<CallOptions>
{
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
    }

    public Metadata? Headers { get; private set; }

    public DateTime? Deadline { get; private set; }

    public CancellationToken CancellationToken { get; private set; }

    public WriteOptions? WriteOptions { get; private set; }

    public bool IsWaitForReady { get; private set; }

    public static bool operator ==(CallOptions left, CallOptions right) => left.Equals(right);

    public static bool operator !=(CallOptions left, CallOptions right) => !left.Equals(right);

    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };

    public readonly bool Equals(CallOptions other) =>
        Headers == other.Headers && Deadline == other.Deadline && CancellationToken == other.CancellationToken
        && WriteOptions == other.WriteOptions && IsWaitForReady == other.IsWaitForReady;

    public override readonly bool Equals(object? obj) => obj is CallOptions other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Headers, Deadline, CancellationToken, WriteOptions, IsWaitForReady);
}

/// <summary>Whether a channel is encrypted.</summary>
public abstract class ChannelCredentials
{
    public static ChannelCredentials Insecure { get; } = new Kind(secure: false);

    /// <summary>TLS with the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new Kind(secure: true);

    internal bool IsSecure { get; private protected init; }

    private sealed class Kind : ChannelCredentials
    {
        public Kind(bool secure) => IsSecure = secure;
    }
}
