using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call over one HTTP request, from its first byte to its status.</summary>
internal sealed class HttpCall<TRequest, TResponse>(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    : ClientCall(channel, options)
    where TRequest : class
    where TResponse : class
{
    private Task<FrameReader>? _started;
    private PipeReader? _pipe;

    /// <summary>Sends the request without waiting for the response.</summary>
    public void Start(HttpContent content)
    {
        _started = SendAsync(content);
        // Who never reads never sees the failure; it is not one of this process.
        _ = _started.ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Sends the request and gives the one message of the response.</summary>
    public async Task<TResponse> RunSingleAsync(HttpContent content)
    {
        Start(content);
        return (await ReadAsync(isOnly: true))!;
    }

    /// <summary>The next message of the response, or null once it ended with OK.</summary>
    public async Task<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        // A read that is given up takes the call with it: the bytes it had begun to read would be lost.
        using var registration = cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
        return FinalStatus is { StatusCode: StatusCode.OK } ? null : await ReadAsync(isOnly: false);
    }

    public override async Task<Metadata> HeadersAsync()
    {
        try
        {
            await _started!;
        }
        catch (RpcException) when (Response is not null)
        {
            // Headers that came with a failure are headers all the same.
        }

        return ReadMetadata(Response!.Headers);
    }

    protected override void Release()
    {
        if (FinalStatus is { StatusCode: StatusCode.OK })
        {
            _pipe?.Complete();
        }

        base.Release();
    }

    private async Task<FrameReader> SendAsync(HttpContent content)
    {
        try
        {
            Response = await Channel.Invoker.SendAsync(NewRequest(content, method), Token);
            CheckResponse();
            _pipe = PipeReader.Create(await Response.Content.ReadAsStreamAsync(Token));
            return new FrameReader(_pipe, FrameReader.DefaultMaxSize) { Encoding = Header(Response.Headers, Headers.Encoding) };
        }
        catch (Exception e)
        {
            throw Fail(e);
        }
    }

    private async Task<TResponse?> ReadAsync(bool isOnly)
    {
        try
        {
            var reader = await _started!;
            var message = await reader.ReadAsync(method.ResponseMarshaller, Token);
            if (isOnly && message is not null)
            {
                await reader.ReadEndAsync(Token);
            }

            if (isOnly || message is null)
            {
                End(TrailingStatus(isEmpty: isOnly && message is null));
            }

            return message;
        }
        catch (Exception e) when (e is not RpcException { Status: var thrown } || thrown != FinalStatus)
        {
            throw Fail(e);
        }
    }

    private void CheckResponse()
    {
        var response = Response!;
        if (Header(response.Headers, Headers.Status) is not null)
        {
            if (ReadStatus(response.Headers) is { StatusCode: not StatusCode.OK } status)
            {
                throw new RpcException(status, ReadMetadata(response.Headers));
            }
        }
        else if (response.StatusCode != HttpStatusCode.OK)
        {
            var code = response.StatusCode switch
            {
                HttpStatusCode.BadRequest => StatusCode.Internal,
                HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
                HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
                HttpStatusCode.NotFound => StatusCode.Unimplemented,
                HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
                _ => StatusCode.Unknown,
            };
            throw new RpcException(new Status(code, $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}"));
        }
        else if (!Headers.IsContentType(Headers.ContentType, response.Content.Headers.ContentType?.ToString()))
        {
            throw Failures.Internal($"Bad gRPC response. Invalid content-type value: {response.Content.Headers.ContentType}");
        }
    }

    private Status TrailingStatus(bool isEmpty)
    {
        var status = ReadStatus(TrailerSource);
        if (status.StatusCode != StatusCode.OK)
        {
            throw new RpcException(status, GetTrailersNow());
        }

        return isEmpty ? throw Failures.Internal("The call ended well but without a response message.") : status;
    }
}
