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
    private readonly FrameWriter _writer = new();
    private readonly ILogger _logger;
    private readonly GrpcWebFeature? _web;

    // The deadline may fall between two bytes of a response; whoever holds the gate writes.
    private readonly SemaphoreSlim _gate = new(1);
    private CancellationTokenSource? _cancellation;
    private CancellationTokenSource? _either;
    private CancellationToken _other;
    private CancellationToken _deadlineToken;
    private Timer? _deadlineTimer;
    private Metadata? _requestHeaders;
    private bool _ended;
    private volatile bool _expired;

    public HttpServerCallContext(HttpContext http, string method, GrpcServiceOptions options, ILogger logger)
    {
        HttpContext = http;
        Method = method;
        _logger = logger;
        _web = http.Features.Get<GrpcWebFeature>();
        Reader = new FrameReader(http.Request.BodyReader, options.MaxReceiveMessageSize);
        Reader.Encoding = http.Request.Headers[Headers.Encoding];
    }

    public HttpContext HttpContext { get; }

    public FrameReader Reader { get; }

    /// <summary>For reads and writes that Kestrel ends by itself when the client is gone: its token costs an allocation.</summary>
    public CancellationToken DeadlineToken => _deadlineToken;

    public override string Method { get; }

    public override string Peer => HttpContext.Connection.RemoteIpAddress switch
    {
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } v4 => $"ipv4:{v4}:{HttpContext.Connection.RemotePort}",
        { } v6 => $"ipv6:[{v6}]:{HttpContext.Connection.RemotePort}",
        null => "unknown",
    };

    public override Metadata RequestHeaders => _requestHeaders ??= HttpHeaders.Read(HttpContext.Request);

    public override CancellationToken CancellationToken => _cancellation is null ? HttpContext.RequestAborted : _deadlineToken;

    /// <summary>Before the handler runs: the deadline begins to count.</summary>
    public void Begin(bool streamsRequests)
    {
        HttpContext.Response.ContentType = _web?.ResponseContentType ?? Headers.ContentType;
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

            _writer.Write(HttpContext.Response.BodyWriter, marshaller, message, gzip: false);
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
        _either?.Dispose();
    }

    /// <summary>Cancelled with the call or with what its reader was given. Who reads a stream gives the same for each message: linked once.</summary>
    public CancellationToken EitherOf(CancellationToken other)
    {
        if (!other.CanBeCanceled || other == CancellationToken)
        {
            return CancellationToken;
        }

        if (_either is null || _other != other)
        {
            _either?.Dispose();
            (_either, _other) = (CancellationTokenSource.CreateLinkedTokenSource(other, CancellationToken), other);
        }

        return _either.Token;
    }

    public override async Task WriteResponseHeadersAsync(Metadata responseHeaders)
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

    private void StartDeadline(TimeSpan timeout)
    {
        // Longer than a timer can count is as good as none, and no date lies that far off.
        var counted = timeout < TimeSpan.FromDays(49) ? timeout : System.Threading.Timeout.InfiniteTimeSpan;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
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
            _logger.LogLate(e, Method);
        }
    }

    private void SetExpired()
    {
        Status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        ResponseTrailers = [];
    }

    private void Fail(Exception failure)
    {
        switch (failure)
        {
            case RpcException rpc:
                _logger.LogStatus(rpc.Status.DebugException, rpc.StatusCode, rpc.Status.Detail);
                Status = rpc.Status;
                foreach (var entry in rpc.Trailers)
                {
                    ResponseTrailers.Add(entry);
                }

                break;
            case OperationCanceledException or IOException when CancellationToken.IsCancellationRequested:
                _logger.LogAborted(Method);
                Status = Status.DefaultCancelled;
                break;
            default:
                _logger.LogFailure(failure, Method);
                Status = new Status(StatusCode.Unknown, "Exception was thrown by handler.", failure);
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

    private void AddTrailers(IHeaderDictionary trailers) => HttpHeaders.AddEnd(trailers, Status, ResponseTrailers, Reader.Encoding);
}
