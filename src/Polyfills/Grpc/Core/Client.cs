namespace Grpc.Core;

/// <summary>Makes calls: what a generated client sits on.</summary>
public abstract class CallInvoker
{
    public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;

    public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;
}

/// <summary>A channel to a server.</summary>
public abstract class ChannelBase
{
    public abstract CallInvoker CreateCallInvoker();
}

/// <summary>The base of generated clients.</summary>
public abstract class ClientBase<T>
    where T : ClientBase<T>
{
    private readonly CallInvoker? _callInvoker;

    protected ClientBase()
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration) => _callInvoker = configuration?.Invoker;

    protected ClientBase(ChannelBase channel) => _callInvoker = channel?.CreateCallInvoker();

    protected ClientBase(CallInvoker callInvoker) => _callInvoker = callInvoker;

    /// <summary>Absent in test doubles only, which must override what they answer.</summary>
    protected CallInvoker CallInvoker => _callInvoker ?? throw new NotSupportedException();

    protected abstract T NewInstance(ClientBaseConfiguration configuration);

    /// <summary>What a client is made from.</summary>
    protected internal sealed record ClientBaseConfiguration(CallInvoker Invoker);
}
