using System.Collections.Concurrent;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>A channel to one address. It is meant to be kept and shared: it pools its connections.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly Uri _address;
    private readonly ConcurrentDictionary<IMethod, Uri> _uris = new();
    private readonly CallInvoker _calls;
    private readonly CancellationTokenSource _shutdown = new();

    private GrpcChannel(Uri address)
    {
        _address = address;
        _calls = new HttpCallInvoker(this);
    }

    internal HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Ends the calls that are under way when the channel is disposed of.</summary>
    internal CancellationToken Shutdown => _shutdown.Token;

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(Uri address) => new(address);

    public override CallInvoker CreateCallInvoker() => _calls;

    public void Dispose()
    {
        if (!_shutdown.IsCancellationRequested)
        {
            _shutdown.Cancel();
            Invoker.Dispose();
        }
    }

    internal Uri UriOf(IMethod method) => _uris.GetOrAdd(method, static (m, address) => new Uri(address, m.FullName), _address);
}

internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        AsyncUnaryCall(method, host, options, request).GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new HttpCall<TRequest, TResponse>(channel, method, options);
        return new AsyncUnaryCall<TResponse>(
            call.RunSingleAsync(new MessageContent<TRequest>(call, method.RequestMarshaller, request)), call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new HttpCall<TRequest, TResponse>(channel, method, options);
        call.Start(new MessageContent<TRequest>(call, method.RequestMarshaller, request));
        return new AsyncServerStreamingCall<TResponse>(new ResponseReader<TRequest, TResponse>(call), call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new HttpCall<TRequest, TResponse>(channel, method, options);
        var requests = new RequestWriter<TRequest>(call, method.RequestMarshaller);
        return new AsyncClientStreamingCall<TRequest, TResponse>(requests, call.RunSingleAsync(requests.Content), call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new HttpCall<TRequest, TResponse>(channel, method, options);
        var requests = new RequestWriter<TRequest>(call, method.RequestMarshaller);
        call.Start(requests.Content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(requests, new ResponseReader<TRequest, TResponse>(call), call);
    }
}
