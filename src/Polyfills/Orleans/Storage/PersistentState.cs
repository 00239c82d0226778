using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>One state of one grain, tied to its storage provider.</summary>
internal abstract class PersistentState
{
    private static readonly ConcurrentDictionary<Type, ObjectFactory> Factories = new();

    /// <summary>Makes the state that a parameter of type <c>IPersistentState&lt;T&gt;</c> asks for.</summary>
    public static PersistentState Create(Type parameter, IServiceProvider services, GrainId grain, PersistentStateAttribute attribute)
    {
        var name = attribute.StorageName ?? "Default";
        var storage = services.GetKeyedService<IGrainStorage>(name) ?? throw new OrleansConfigurationException(
            $"No storage provider named \"{name}\" found for state \"{attribute.StateName}\" of {grain}.");
        var factory = Factories.GetOrAdd(parameter, static type => ActivatorUtilities.CreateFactory(
            typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()), [typeof(IGrainStorage), typeof(string), typeof(GrainId)]));
        return (PersistentState)factory(services, [storage, attribute.StateName, grain]);
    }

    public abstract Task ReadStateAsync();
}

internal sealed class PersistentState<T>(IGrainStorage storage, string name, GrainId grain)
    : PersistentState, IPersistentState<T>, IGrainState<T>
{
    [AllowNull]
    public T State { get; set; } = NewState();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public static T NewState() =>
        typeof(T).GetConstructor(Type.EmptyTypes) is null ? default! : Activator.CreateInstance<T>();

    public override Task ReadStateAsync() => storage.ReadStateAsync(name, grain, this);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, this);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, this);
}
