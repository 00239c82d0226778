using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>One method of a grain interface: how it is called, run and put into bytes. Compiled once, then no reflection.</summary>
internal abstract class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> ByInfo = new();
    private static readonly ConcurrentDictionary<int, GrainMethod> ById = new();

    private readonly Func<object, object?[], Task> _invoke;

    protected GrainMethod(MethodInfo method)
    {
        Info = method;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        ParameterTypes = Array.ConvertAll(method.GetParameters(), p => p.ParameterType);
        CancellationIndex = Array.IndexOf(ParameterTypes, typeof(CancellationToken));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        _invoke = Compile(method);
    }

    public int Id { get; private set; }

    public MethodInfo Info { get; }

    public string Name { get; }

    public Type[] ParameterTypes { get; }

    public int CancellationIndex { get; }

    public bool ReadOnly { get; }

    public bool AlwaysInterleave { get; }

    public bool OneWay { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>The type of the answer; none when there is nothing to answer.</summary>
    public abstract Type? ResultType { get; }

    public static GrainMethod Of(MethodInfo method) => ByInfo.GetOrAdd(method, static info =>
    {
        if (info.IsGenericMethodDefinition || info.IsGenericMethod)
        {
            throw new NotSupportedException($"{info}: generic grain methods are not supported.");
        }

        var type = info.ReturnType;
        var isValueTask = type == typeof(ValueTask);
        if (type == typeof(Task) || isValueTask)
        {
            return Register(new GrainMethod<Nothing>(info, isValueTask));
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition != typeof(Task<>) && definition != typeof(ValueTask<>))
        {
            throw new NotSupportedException($"{info}: a grain method returns a task.");
        }

        var closed = typeof(GrainMethod<>).MakeGenericType(type.GetGenericArguments()[0]);
        return Register((GrainMethod)Activator.CreateInstance(closed, info, definition == typeof(ValueTask<>))!);
    });

    public static GrainMethod Of(int id) => ById[id];

    public abstract object Call(MessageCenter center, GrainReference target, object?[] args);

    public abstract ValueTask RunAsync(object grain, Request request);

    public abstract object? ReadResult(Codec codec, ReadOnlySpan<byte> body);

    protected Task Invoke(object grain, object?[] args) => _invoke(grain, args);

    private static GrainMethod Register(GrainMethod method)
    {
        // The same number in every process: a hash of what names the method.
        var parameters = string.Join(',', method.ParameterTypes.Select(t => t.ToString()));
        method.Id = IdSpan.Create($"{method.Info.DeclaringType}.{method.Info.Name}({parameters})").GetHashCode();
        var owner = ById.GetOrAdd(method.Id, method);
        return owner.Info == method.Info ? method : throw new InvalidOperationException($"{owner.Name} and {method.Name} share a number.");
    }

    private static Func<object, object?[], Task> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var args = Expression.Parameter(typeof(object?[]));
        var values = method.GetParameters().Select((p, i) =>
            (Expression)Expression.Convert(Expression.ArrayIndex(args, Expression.Constant(i)), p.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        if (method.ReturnType.IsValueType)
        {
            call = Expression.Call(call, nameof(ValueTask.AsTask), typeArguments: null);
        }

        return Expression.Lambda<Func<object, object?[], Task>>(Expression.Convert(call, typeof(Task)), grain, args).Compile();
    }
}

/// <summary>The answer of a method that only says when it is done.</summary>
internal readonly struct Nothing;

internal sealed class GrainMethod<T>(MethodInfo method, bool isValueTask) : GrainMethod(method)
{
    public override Type? ResultType => typeof(T) == typeof(Nothing) ? null : typeof(T);

    public override object Call(MessageCenter center, GrainReference target, object?[] args)
    {
        var task = center.Call<T>(this, target.GrainId, args);
        if (!isValueTask)
        {
            return task;
        }

        return typeof(T) == typeof(Nothing) ? new ValueTask(task) : new ValueTask<T>(task);
    }

    public override ValueTask RunAsync(object grain, Request request)
    {
        Task task;
        try
        {
            task = Invoke(grain, request.Args);
        }
        catch (Exception e)
        {
            request.Fail(e);
            return ValueTask.CompletedTask;
        }

        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask(Finish(task, request));
        }

        request.Complete(task is Task<T> result ? result.Result : default!);
        return ValueTask.CompletedTask;
    }

    public override object? ReadResult(Codec codec, ReadOnlySpan<byte> body) => codec.ReadResult<T>(body);

    private static async Task Finish(Task task, Request request)
    {
        try
        {
            await task;
            request.Complete(task is Task<T> result ? result.Result : default!);
        }
        catch (Exception e)
        {
            request.Fail(e);
        }
    }
}

/// <summary>A reference to a grain: the base of the proxies that implement grain interfaces.</summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    private MessageCenter _center = null!;

    public GrainId GrainId { get; private set; }

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>Copies an existing proxy: far cheaper than making one.</summary>
    internal GrainReference For(MessageCenter center, GrainId grain)
    {
        var copy = (GrainReference)MemberwiseClone();
        copy._center = center;
        copy.GrainId = grain;
        return copy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(targetMethod!).Call(_center, this, args ?? []);
}
