using System.Collections.ObjectModel;
using System.IO.Compression;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Settings of all services, or of one.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    private int? _maxReceive;
    private bool _maxReceiveIsSet;

    public int? MaxSendMessageSize { get; set; }

    /// <summary>4 MiB unless set; null is no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveIsSet ? _maxReceive : DefaultMaxReceiveMessageSize;
        set => (_maxReceive, _maxReceiveIsSet) = (value, true);
    }

    /// <summary>Whether a client is told the message of an exception that is not an RpcException.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>What to compress responses with, for clients that accept it: gzip or nothing.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Leaves calls to unknown services to the rest of the application.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>What is said for all services, overruled by what is said for one.</summary>
    internal static GrpcServiceOptions Merge(GrpcServiceOptions all, GrpcServiceOptions one)
    {
        var merged = new GrpcServiceOptions
        {
            MaxSendMessageSize = one.MaxSendMessageSize ?? all.MaxSendMessageSize,
            MaxReceiveMessageSize = one._maxReceiveIsSet ? one._maxReceive : all.MaxReceiveMessageSize,
            EnableDetailedErrors = one.EnableDetailedErrors ?? all.EnableDetailedErrors,
            ResponseCompressionAlgorithm = one.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm,
            ResponseCompressionLevel = one.ResponseCompressionLevel ?? all.ResponseCompressionLevel,
        };
        foreach (var interceptor in all.Interceptors.Concat(one.Interceptors))
        {
            merged.Interceptors.Add(interceptor);
        }

        return merged;
    }
}

/// <summary>Settings of one service.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}

/// <summary>The interceptors around a service, the outermost first.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    public void Add(Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!interceptorType.IsSubclassOf(typeof(Interceptor)))
        {
            throw new ArgumentException($"Type must inherit from {typeof(Interceptor).FullName}.", nameof(interceptorType));
        }

        Add(new InterceptorRegistration(interceptorType, args));
    }
}

/// <summary>A type of interceptor and the arguments of its constructor that services do not give.</summary>
public class InterceptorRegistration
{
    private readonly ObjectFactory _factory;
    private readonly object[] _arguments;

    internal InterceptorRegistration(Type type, object[] arguments)
    {
        Type = type;
        _arguments = arguments;
        _factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(a => a.GetType())]);
    }

    public Type Type { get; }

    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>
    /// The registered service of that type, or else a new one for this call, which the caller of this method disposes of.
    /// </summary>
    internal Interceptor Create(IServiceProvider services, out bool isOwned)
    {
        var registered = _arguments.Length == 0 ? (Interceptor?)services.GetService(Type) : null;
        isOwned = registered is null;
        return registered ?? (Interceptor)_factory(services, _arguments);
    }
}
