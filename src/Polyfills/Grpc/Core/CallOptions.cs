namespace Grpc.Core;

/// <summary>Headers, deadline and cancellation of one call.</summary>
public struct CallOptions(Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
{
    public Metadata? Headers { get; } = headers;

    public DateTime? Deadline { get; private set; } = deadline;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };
}
