using System.IO.Compression;
using Grpc.AspNetCore.Web;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>A call as its handler sees it, on one HTTP request. It ends once: by its handler or by its deadline.</summary>
internal sealed class HttpServerCallContext : ServerCallContext, IDisposable
{
    private static readonly AuthContext Nobody = new(null, []);

    private readonly GrpcServiceOptions _options;
    private readonly FrameWriter _writer;
    private readonly ILogger _logger;
    private readonly GrpcWebFeature? _web;

    // The deadline may fall between two bytes of a response; whoever holds the gate writes.
    private readonly SemaphoreSlim _gate = new(1);
    private CancellationTokenSource? _cancellation;
    private CancellationToken _deadlineToken;
    private Timer? _deadlineTimer;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Dictionary<object, object>? _userState;
    private CompressionLevel? _gzip;
    private bool _ended;
    private volatile bool _expired;

    public HttpServerCallContext(HttpContext http, string method, GrpcServiceOptions options, ILogger logger)
    {
        HttpContext = http;
        MethodCore = method;
        _options = options;
        _logger = logger;
        _web = http.Features.Get<GrpcWebFeature>();
        _writer = new FrameWriter(options.MaxSendMessageSize);
        Reader = new FrameReader(http.Request.BodyReader, options.MaxReceiveMessageSize);
        Reader.Encoding = http.Request.Headers[Headers.Encoding];
    }

    public HttpContext HttpContext { get; }

    public FrameReader Reader { get; }

    /// <summary>For reads and writes that Kestrel ends by itself when the client is gone: its token costs an allocation.</summary>
    public CancellationToken DeadlineToken => _deadlineToken;

    protected override string MethodCore { get; }

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => HttpContext.Connection.RemoteIpAddress switch
    {
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } v4 => $"ipv4:{v4}:{HttpContext.Connection.RemotePort}",
        { } v6 => $"ipv6:[{v6}]:{HttpContext.Connection.RemotePort}",
        null => "unknown",
    };

    protected override DateTime DeadlineCore => DeadlineOrNone;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= HttpHeaders.Read(HttpContext.Request);

    protected override CancellationToken CancellationTokenCore => _cancellation is null ? HttpContext.RequestAborted : _deadlineToken;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Nobody;

    protected override IDictionary<object, object> UserStateCore =>
        _userState ??= new Dictionary<object, object> { [ServerCallContextExtensions.HttpContextKey] = HttpContext };

    private DateTime DeadlineOrNone { get; set; } = DateTime.MaxValue;

    /// <summary>Before the handler runs: the deadline begins to count.</summary>
    public void Begin(bool streamsRequests)
    {
        var response = HttpContext.Response;
        response.ContentType = _web?.ResponseContentType ?? Headers.ContentType;
        if (Encodings.IsGzip(_options.ResponseCompressionAlgorithm)
            && Encodings.AcceptsGzip(HttpContext.Request.Headers[Headers.AcceptEncoding]))
        {
            _gzip = _options.ResponseCompressionLevel ?? CompressionLevel.Fastest;
            response.Headers[Headers.Encoding] = Encodings.Gzip;
        }

        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Messages have their own limit.
            size.MaxRequestBodySize = null;
        }

        if (streamsRequests && HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (Headers.TryParseTimeout(HttpContext.Request.Headers[Headers.Timeout], out var timeout))
        {
            StartDeadline(timeout);
        }
    }

    public async Task WriteAsync<T>(Marshaller<T> marshaller, T message, bool flush, CancellationToken cancellationToken)
        where T : class
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_ended)
            {
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            }

            // Kestrel buffers what is written before the start a second time.
            if (!HttpContext.Response.HasStarted)
            {
                await HttpContext.Response.StartAsync(cancellationToken);
            }

            var compress = WriteOptionsCore is null || !WriteOptionsCore.Flags.HasFlag(WriteFlags.NoCompress);
            _writer.Write(HttpContext.Response.BodyWriter, marshaller, message, compress ? _gzip : null);
            if (flush)
            {
                await HttpContext.Response.BodyWriter.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The handler is done, well or with an exception.</summary>
    public async Task EndAsync(Exception? failure)
    {
        await _gate.WaitAsync();
        try
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            if (_expired)
            {
                SetExpired();
            }
            else if (failure is not null)
            {
                Fail(failure);
            }

            await WriteTrailersAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _deadlineTimer?.Dispose();
        _cancellation?.Dispose();
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        }

        foreach (var entry in responseHeaders)
        {
            HttpContext.Response.Headers.Append(entry.Key, entry.WireValue());
        }

        await HttpContext.Response.StartAsync();
        await HttpContext.Response.BodyWriter.FlushAsync();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    private void StartDeadline(TimeSpan timeout)
    {
        // Longer than a timer can count is as good as none, and no date lies that far off.
        var counted = timeout < TimeSpan.FromDays(49) ? timeout : System.Threading.Timeout.InfiniteTimeSpan;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        DeadlineOrNone = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted);
        _deadlineToken = _cancellation.Token;
        _deadlineTimer = new Timer(
            static call => _ = ((HttpServerCallContext)call!).ExpireAsync(), this, counted, System.Threading.Timeout.InfiniteTimeSpan);
    }

    /// <summary>Answers the client at once, even if the handler does not heed its cancellation token.</summary>
    private async Task ExpireAsync()
    {
        try
        {
            // First the token: a write that waits for a slow client holds the gate. Not awaited yet: it runs the handler's code.
            _expired = true;
            var cancelling = _cancellation!.CancelAsync();
            await _gate.WaitAsync();
            try
            {
                if (!_ended)
                {
                    _ended = true;
                    SetExpired();
                    await WriteTrailersAsync();
                    await HttpContext.Response.CompleteAsync();
                    HttpContext.Features.Get<IHttpResetFeature>()?.Reset(0);
                }
            }
            finally
            {
                _gate.Release();
            }

            await cancelling;
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The call ended while its deadline passed.
            _logger.LogLate(e, MethodCore);
        }
    }

    private void SetExpired()
    {
        StatusCore = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        _responseTrailers = null;
    }

    private void Fail(Exception failure)
    {
        switch (failure)
        {
            case RpcException rpc:
                _logger.LogStatus(rpc.Status.DebugException, rpc.StatusCode, rpc.Status.Detail);
                StatusCore = rpc.Status;
                foreach (var entry in rpc.Trailers)
                {
                    ResponseTrailersCore.Add(entry);
                }

                break;
            case OperationCanceledException or IOException when CancellationTokenCore.IsCancellationRequested:
                _logger.LogAborted(MethodCore);
                StatusCore = Status.DefaultCancelled;
                break;
            default:
                _logger.LogFailure(failure, MethodCore);
                var detail = _options.EnableDetailedErrors == true ? $" {failure.GetType().Name}: {failure.Message}" : "";
                StatusCore = new Status(StatusCode.Unknown, "Exception was thrown by handler." + detail, failure);
                break;
        }
    }

    private ValueTask WriteTrailersAsync()
    {
        var response = HttpContext.Response;
        // Nothing sent yet: one block of headers can say it all.
        if (!response.HasStarted)
        {
            AddTrailers(response.Headers);
            return default;
        }

        if (_web is not null)
        {
            var last = new HeaderDictionary();
            AddTrailers(last);
            return HttpContext.RequestAborted.IsCancellationRequested
                ? default : new ValueTask(GrpcWebFeature.WriteTrailersAsync(response, last));
        }

        AddTrailers(HttpContext.Features.Get<IHttpResponseTrailersFeature>()!.Trailers);
        return default;
    }

    private void AddTrailers(IHeaderDictionary trailers) => HttpHeaders.AddEnd(trailers, StatusCore, _responseTrailers, Reader.Encoding);
}
