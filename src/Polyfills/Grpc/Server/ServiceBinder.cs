using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What an endpoint says about the method it serves.</summary>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    public Type ServiceType { get; } = serviceType;

    public IMethod Method { get; } = method;
}

/// <summary>Maps each method that generated code binds to an endpoint. All reflection happens here, once.</summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder endpoints, GrpcServiceOptions options, ILogger logger)
    : ServiceBinderBase
    where TService : class
{
    private static readonly ObjectFactory<TService> Factory = ActivatorUtilities.CreateFactory<TService>([]);

    private readonly Pipeline _pipeline = new(options.Interceptors);

    public List<IEndpointConventionBuilder> Mapped { get; } = [];

    public string? ServiceName { get; private set; }

    public void Bind()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                var bind = attribute.BindType.GetMethod(
                    attribute.BindMethodName,
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
                    [typeof(ServiceBinderBase), type]);
                // Without an instance the generated code gives the methods only, which is what is wanted.
                bind!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [this, null], null);
                return;
            }
        }

        throw new InvalidOperationException($"{typeof(TService)} does not derive from the base class of a generated service.");
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, typeof(TRequest), typeof(ServerCallContext));
        var run = _pipeline.Unary<TRequest, TResponse>((request, context) =>
        {
            var service = Create(context, out var owned);
            return owned is null ? call(service, request, context) : Pipeline.ThenDispose(call(service, request, context), owned);
        });
        Map(method, streamsRequests: false, async context =>
        {
            var request = await context.Reader.ReadSingleAsync(method.RequestMarshaller, context.DeadlineToken);
            await Respond(context, method, await run(request, context));
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var run = _pipeline.ClientStreaming<TRequest, TResponse>((requests, context) =>
        {
            var service = Create(context, out var owned);
            return owned is null ? call(service, requests, context) : Pipeline.ThenDispose(call(service, requests, context), owned);
        });
        Map(method, streamsRequests: true, async context =>
            await Respond(context, method, await run(new RequestStream<TRequest>(context, method.RequestMarshaller), context)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var run = _pipeline.ServerStreaming<TRequest, TResponse>((request, responses, context) =>
        {
            var service = Create(context, out var owned);
            return owned is null
                ? call(service, request, responses, context) : Pipeline.ThenDispose(call(service, request, responses, context), owned);
        });
        Map(method, streamsRequests: false, async context =>
        {
            var request = await context.Reader.ReadSingleAsync(method.RequestMarshaller, context.DeadlineToken);
            await run(request, new ResponseStream<TResponse>(context, method.ResponseMarshaller), context);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var run = _pipeline.Duplex<TRequest, TResponse>((requests, responses, context) =>
        {
            var service = Create(context, out var owned);
            return owned is null
                ? call(service, requests, responses, context) : Pipeline.ThenDispose(call(service, requests, responses, context), owned);
        });
        Map(method, streamsRequests: true, context => run(
            new RequestStream<TRequest>(context, method.RequestMarshaller),
            new ResponseStream<TResponse>(context, method.ResponseMarshaller),
            context));
    }

    private static Task Respond<TRequest, TResponse>(HttpServerCallContext context, Method<TRequest, TResponse> method, TResponse? response)
        where TResponse : class =>
        response is null
            ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
            : context.WriteAsync(method.ResponseMarshaller, response, flush: false, context.DeadlineToken);

    private static TService Create(ServerCallContext context, out object? owned)
    {
        var services = context.GetHttpContext().RequestServices;
        owned = null;
        if (services.GetService<TService>() is { } registered)
        {
            return registered;
        }

        var created = Factory(services, []);
        owned = created is IDisposable or IAsyncDisposable ? created : null;
        return created;
    }

    private static TDelegate Open<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate =>
        typeof(TService).GetMethod(method.Name, parameters)!.CreateDelegate<TDelegate>();

    private void Map<TRequest, TResponse>(
        Method<TRequest, TResponse> method, bool streamsRequests, Func<HttpServerCallContext, Task> handle)
    {
        ServiceName = method.ServiceName;
        var handler = typeof(TService).GetMethods().First(m => string.Equals(m.Name, method.Name, StringComparison.Ordinal));
        RequestDelegate run = http => CallHandler.RunAsync(http, method.FullName, options, logger, streamsRequests, handle);
        var endpoint = endpoints.MapPost(method.FullName, run);
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.FullName}";
            foreach (var attribute in typeof(TService).GetCustomAttributes(inherit: true)
                .Concat(handler.GetCustomAttributes(inherit: true)))
            {
                builder.Metadata.Add(attribute);
            }

            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            builder.Metadata.Add(new HttpMethodMetadata(["POST"], acceptCorsPreflight: true));
        });
        Mapped.Add(endpoint);
    }
}
