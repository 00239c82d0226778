namespace Grpc.Core;

/// <summary>A call as its handler sees it.</summary>
public abstract class ServerCallContext
{
    public abstract string Method { get; }

    public abstract string Peer { get; }

    /// <summary>In UTC; DateTime.MaxValue if the client set none.</summary>
    public DateTime Deadline { get; private protected set; } = DateTime.MaxValue;

    public abstract Metadata RequestHeaders { get; }

    public abstract CancellationToken CancellationToken { get; }

    public Metadata ResponseTrailers { get; private protected set; } = [];

    public Status Status { get; set; }

    public IDictionary<object, object> UserState { get; } = new Dictionary<object, object>();

    public abstract Task WriteResponseHeadersAsync(Metadata responseHeaders);
}
