using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What an endpoint says about the method it serves.</summary>
public sealed class GrpcMethodMetadata(Type serviceType)
{
    public Type ServiceType { get; } = serviceType;
}

/// <summary>Maps each method that generated code binds to an endpoint. All reflection happens here, once.</summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder endpoints, GrpcServiceOptions options, ILogger logger)
    : ServiceBinderBase
    where TService : class
{
    private static readonly ObjectFactory<TService> Factory = ActivatorUtilities.CreateFactory<TService>([]);

    public List<IEndpointConventionBuilder> Mapped { get; } = [];

    public string ServiceName { get; private set; } = "";

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
        var call = Open<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method);
        var run = Intercept<UnaryServerMethod<TRequest, TResponse>>(
            (request, context) => call(Service(context), request, context),
            (create, next) => (request, context) => create(context).UnaryServerHandler(request, context, next));
        Map(method, streamsRequests: false, async context =>
        {
            var request = await context.Reader.ReadSingleAsync(method.RequestMarshaller, context.DeadlineToken);
            await Respond(context, method, await run(request, context));
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(method);
        var run = Intercept<ClientStreamingServerMethod<TRequest, TResponse>>(
            (requests, context) => call(Service(context), requests, context),
            (create, next) => (requests, context) => create(context).ClientStreamingServerHandler(requests, context, next));
        Map(method, streamsRequests: true, async context =>
            await Respond(context, method, await run(new RequestStream<TRequest>(context, method.RequestMarshaller), context)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method);
        var run = Intercept<ServerStreamingServerMethod<TRequest, TResponse>>(
            (request, responses, context) => call(Service(context), request, responses, context),
            (create, next) => (request, responses, context) =>
                create(context).ServerStreamingServerHandler(request, responses, context, next));
        Map(method, streamsRequests: false, async context =>
        {
            var request = await context.Reader.ReadSingleAsync(method.RequestMarshaller, context.DeadlineToken);
            await run(request, new ResponseStream<TResponse>(context, method.ResponseMarshaller), context);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var call = Open<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method);
        var run = Intercept<DuplexStreamingServerMethod<TRequest, TResponse>>(
            (requests, responses, context) => call(Service(context), requests, responses, context),
            (create, next) => (requests, responses, context) =>
                create(context).DuplexStreamingServerHandler(requests, responses, context, next));
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

    /// <summary>The registered service, or else a new one for this call. Nobody disposes of that one.</summary>
    private static TService Service(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() ?? Factory(services, []);
    }

    /// <summary>The service's method, without an instance: the delegate's first parameter.</summary>
    private static TDelegate Open<TDelegate>(IMethod method)
        where TDelegate : Delegate
    {
        var parameters = typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Skip(1).Select(p => p.ParameterType);
        return typeof(TService).GetMethod(method.Name, [.. parameters])!.CreateDelegate<TDelegate>();
    }

    /// <summary>Nests the interceptors around a method, the first outermost.</summary>
    private T Intercept<T>(T method, Func<Func<ServerCallContext, Interceptor>, T, T> wrap) =>
        options.Interceptors.Reverse().Aggregate(method, (next, registration) => wrap(registration.Create, next));

    private void Map<TRequest, TResponse>(
        Method<TRequest, TResponse> method, bool streamsRequests, Func<HttpServerCallContext, Task> handle)
    {
        ServiceName = method.ServiceName;
        var handler = typeof(TService).GetMethods().First(m => string.Equals(m.Name, method.Name, StringComparison.Ordinal));
        RequestDelegate run = http => CallHandler.RunAsync(http, method.FullName, options, logger, streamsRequests, handle);
        var endpoint = endpoints.MapPost(method.FullName, run).WithDisplayName($"gRPC - {method.FullName}").WithMetadata(
        [
            .. typeof(TService).GetCustomAttributes(inherit: true), .. handler.GetCustomAttributes(inherit: true),
            new GrpcMethodMetadata(typeof(TService)), new HttpMethodMetadata(["POST"], acceptCorsPreflight: true),
        ]);
        Mapped.Add(endpoint);
    }
}
