using System.Collections.ObjectModel;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Settings of all services.</summary>
public class GrpcServiceOptions
{
    /// <summary>4 MiB unless set; null is no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = FrameReader.DefaultMaxSize;

    public InterceptorCollection Interceptors { get; } = [];
}

/// <summary>Settings of one service; it begins with those of all services.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}

/// <summary>The interceptors around a service, the outermost first.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(new InterceptorRegistration(typeof(TInterceptor), args));
}

/// <summary>A type of interceptor and the arguments of its constructor that services do not give.</summary>
public class InterceptorRegistration
{
    private readonly ObjectFactory _factory;
    private readonly object[] _arguments;

    internal InterceptorRegistration(Type type, object[] arguments)
    {
        _arguments = arguments;
        _factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(a => a.GetType())]);
    }

    /// <summary>A new one for each call.</summary>
    internal Interceptor Create(ServerCallContext context) =>
        (Interceptor)_factory(context.GetHttpContext().RequestServices, _arguments);
}
