using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The part of a call that does not depend on its messages: its deadline, its end, its status.</summary>
internal abstract class ClientCall : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly CallOptions _options;
    private Ending? _ending;
    private CancellationTokenRegistration _registration;
    private bool _cancelled;

    protected ClientCall(GrpcChannel channel, CallOptions options)
    {
        Channel = channel;
        _options = options;
        ObjectDisposedException.ThrowIf(channel.Shutdown.IsCancellationRequested, channel);
        if (options.Deadline is { } deadline
            && deadline.Kind != DateTimeKind.Utc && deadline != DateTime.MaxValue && deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException(
                "Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }

        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(channel.Shutdown, options.CancellationToken);
        Token = _cancellation.Token;
        _registration = Token.UnsafeRegister(static call => ((ClientCall)call!).Fail(new OperationCanceledException()), this);
        var compression = options.Headers?.Get(Headers.RequestCompression)?.Value;
        if (compression is not null && !Encodings.IsKnown(compression))
        {
            throw new InvalidOperationException($"Could not find compression provider for '{compression}'.");
        }

        Gzip = Encodings.IsGzip(compression);
    }

    public GrpcChannel Channel { get; }

    public CancellationToken Token { get; }

    public FrameWriter Writer { get; } = new();

    public bool Gzip { get; }

    /// <summary>Null while the call is under way.</summary>
    public Status? FinalStatus => _ending?.Status;

    /// <summary>Called once, when the call has ended; set before it starts.</summary>
    public Action? Ended { get; set; }

    protected HttpResponseMessage? Response { get; set; }

    protected HttpResponseHeaders TrailerSource =>
        Header(Response!.TrailingHeaders, Headers.Status) is null && Header(Response.Headers, Headers.Status) is not null
            ? Response.Headers : Response.TrailingHeaders;

    /// <summary>The caller has had enough.</summary>
    public void Cancel()
    {
        _cancelled = true;
        try
        {
            if (_ending is null)
            {
                _cancellation.Cancel();
            }
        }
        catch (ObjectDisposedException)
        {
            // The call ended just now.
        }
    }

    /// <summary>Whether the caller disposed of the call: it must not be used any more.</summary>
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        Cancel();
        Response?.Dispose();
    }

    /// <summary>Ends the call with whatever went wrong; only the first end counts.</summary>
    public RpcException Fail(Exception cause)
    {
        var failure = cause as RpcException ?? Translate(cause);
        if (End(failure.Status, failure))
        {
            // Resets the stream if the server still has something to say.
            Response?.Dispose();
        }

        return _ending!.Failure ?? failure;
    }

    protected bool End(Status status, RpcException? failure = null)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(status, failure), null) is not null)
        {
            return false;
        }

        Release();
        Ended?.Invoke();
        return true;
    }

    protected virtual void Release()
    {
        _registration.Unregister();
        _cancellation.Dispose();
        if (FinalStatus is { StatusCode: StatusCode.OK })
        {
            Response?.Dispose();
        }
    }

    public Status GetStatus() =>
        FinalStatus ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata GetTrailers()
    {
        var ending = _ending
            ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");
        return ending.Failure?.Trailers ?? GetTrailersNow();
    }

    public abstract Task<Metadata> HeadersAsync();

    protected Metadata GetTrailersNow() => Response is null ? [] : ReadMetadata(TrailerSource);

    protected HttpRequestMessage NewRequest(HttpContent content, IMethod method)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Channel.UriOf(method))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("Content-Type", Headers.ContentType);
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("User-Agent", "grpc-dotnet-polyfill");
        request.Headers.TryAddWithoutValidation(Headers.AcceptEncoding, Encodings.Accepted);
        if (Gzip)
        {
            request.Headers.TryAddWithoutValidation(Headers.Encoding, Encodings.Gzip);
        }

        foreach (var entry in _options.Headers ?? Metadata.Empty)
        {
            if (!Headers.IsProtocol(entry.Key))
            {
                request.Headers.TryAddWithoutValidation(entry.Key, entry.WireValue());
            }
        }

        if (_options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            StartDeadline(request, deadline);
        }

        return request;
    }

    protected static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    protected static Status ReadStatus(HttpHeaders headers) => Header(headers, Headers.Status) switch
    {
        null => new Status(StatusCode.Unknown, "No grpc-status found on response."),
        var text when int.TryParse(text, out var code) => new Status(
            Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown,
            Headers.UnescapeMessage(Header(headers, Headers.Message))),
        var text => new Status(StatusCode.Unknown, $"Unexpected grpc-status value: {text}"),
    };

    protected static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in Headers.IsProtocol(name) ? default : values)
            {
                Headers.AddTo(metadata, name, value);
            }
        }

        return metadata;
    }

    private bool IsCancelledByCaller => _cancelled || _options.CancellationToken.IsCancellationRequested;

    private void StartDeadline(HttpRequestMessage request, DateTime deadline)
    {
        var left = deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
        {
            _cancellation.Cancel();
            return;
        }

        request.Headers.TryAddWithoutValidation(Headers.Timeout, Headers.FormatTimeout(left));
        _cancellation.CancelAfter(left < TimeSpan.FromDays(49) ? left : Timeout.InfiniteTimeSpan);
    }

    private RpcException Translate(Exception cause)
    {
        if (IsCancelledByCaller)
        {
            return new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client."));
        }

        if (Channel.Shutdown.IsCancellationRequested)
        {
            return new RpcException(new Status(StatusCode.Cancelled, "gRPC channel disposed.", cause));
        }

        if (Token.IsCancellationRequested && _options.Deadline is not null)
        {
            return new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
        }

        return new RpcException(
            new Status(CodeOf(cause), $"Error starting or running gRPC call. {cause.GetType().Name}: {cause.Message}", cause));
    }

    private static StatusCode CodeOf(Exception cause) =>
        (cause as HttpProtocolException ?? cause.InnerException as HttpProtocolException)?.ErrorCode switch
    {
        // How a server means its RST_STREAM.
        7 => StatusCode.Unavailable,
        8 => StatusCode.Cancelled,
        11 => StatusCode.ResourceExhausted,
        12 => StatusCode.PermissionDenied,
        not null => StatusCode.Internal,
        null => cause is IOException or HttpRequestException or System.Net.Sockets.SocketException
            ? StatusCode.Unavailable : StatusCode.Internal,
    };

    /// <summary>One object, so that another thread never sees half of it.</summary>
    private sealed record Ending(Status Status, RpcException? Failure);
}
