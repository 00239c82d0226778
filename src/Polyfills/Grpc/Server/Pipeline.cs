using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Nests the interceptors around a method, the first outermost.</summary>
internal sealed class Pipeline(InterceptorCollection interceptors)
{
    public static async Task<T> ThenDispose<T>(Task<T> task, object owned)
    {
        try
        {
            return await task;
        }
        finally
        {
            await Dispose(owned);
        }
    }

    public static async Task ThenDispose(Task task, object owned)
    {
        try
        {
            await task;
        }
        finally
        {
            await Dispose(owned);
        }
    }

    public UnaryServerMethod<TRequest, TResponse> Unary<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => interceptors.Reverse().Aggregate(method, (next, registration) => (request, context) =>
        {
            var interceptor = Create(registration, context, out var owned);
            var task = interceptor.UnaryServerHandler(request, context, next);
            return owned is null ? task : ThenDispose(task, owned);
        });

    public ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => interceptors.Reverse().Aggregate(method, (next, registration) => (requests, context) =>
        {
            var interceptor = Create(registration, context, out var owned);
            var task = interceptor.ClientStreamingServerHandler(requests, context, next);
            return owned is null ? task : ThenDispose(task, owned);
        });

    public ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => interceptors.Reverse().Aggregate(method, (next, registration) => (request, responses, context) =>
        {
            var interceptor = Create(registration, context, out var owned);
            var task = interceptor.ServerStreamingServerHandler(request, responses, context, next);
            return owned is null ? task : ThenDispose(task, owned);
        });

    public DuplexStreamingServerMethod<TRequest, TResponse> Duplex<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => interceptors.Reverse().Aggregate(method, (next, registration) => (requests, responses, context) =>
        {
            var interceptor = Create(registration, context, out var owned);
            var task = interceptor.DuplexStreamingServerHandler(requests, responses, context, next);
            return owned is null ? task : ThenDispose(task, owned);
        });

    private static Interceptor Create(InterceptorRegistration registration, ServerCallContext context, out object? owned)
    {
        var interceptor = registration.Create(context.GetHttpContext().RequestServices, out var isOwned);
        owned = isOwned && interceptor is (IDisposable or IAsyncDisposable) ? interceptor : null;
        return interceptor;
    }

    private static async ValueTask Dispose(object owned)
    {
        if (owned is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else
        {
            ((IDisposable)owned).Dispose();
        }
    }
}
