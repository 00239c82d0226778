using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>What the runtime needs to know of one grain class, read from its attributes once.</summary>
internal sealed class GrainClass
{
    private readonly (Type Type, PersistentStateAttribute Attribute)[] _states;
    private readonly ObjectFactory _factory;

    public GrainClass(Type type)
    {
        Type = type;
        var name = type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? DefaultName(type);
        GrainType = GrainType.Create(name);
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        _states = type.GetConstructors().SelectMany(c => c.GetParameters())
            .Select(p => (p.ParameterType, Attribute: p.GetCustomAttribute<PersistentStateAttribute>()!))
            .Where(p => p.Attribute is not null).ToArray();
        _factory = ActivatorUtilities.CreateFactory(type, Array.ConvertAll(_states, s => s.Type));
        Placement = type.GetCustomAttribute<PlacementAttribute>(inherit: true)?.PlacementStrategy ?? new RandomPlacement();
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool Reentrant { get; }

    public PlacementStrategy Placement { get; }

    /// <summary>Makes the grain; the states that its constructor asks for are made first and are still to be read.</summary>
    public Grain Create(Activation activation, List<PersistentState> states)
    {
        var services = activation.ActivationServices;
        states.AddRange(_states.Select(s => PersistentState.Create(s.Type, services, activation.GrainId, s.Attribute)));
        return (Grain)_factory(services, [.. states]);
    }

    private static string DefaultName(Type type)
    {
        const string Suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name;
    }
}

/// <summary>Finds the class behind a grain interface among the loaded assemblies that refer to this one.</summary>
internal static class GrainTypes
{
    private static readonly ConcurrentDictionary<Type, GrainClass> ByInterface = new();
    private static readonly ConcurrentDictionary<GrainType, GrainClass> ByGrainType = new();
    private static readonly ConcurrentDictionary<Type, GrainClass> ByClass = new();

    public static GrainClass Of(Type grainInterface) => ByInterface.GetOrAdd(grainInterface, static type =>
    {
        var classes = Assemblies().SelectMany(LoadableTypes)
            .Where(t => t is { IsClass: true, IsAbstract: false } && type.IsAssignableFrom(t) && typeof(IGrainBase).IsAssignableFrom(t))
            .ToList();
        return classes.Count switch
        {
            1 => Remember(classes[0]),
            0 => throw new ArgumentException($"Could not find an implementation for interface {type}"),
            _ => throw new ArgumentException($"Unable to identify a single appropriate grain type for interface {type}: "
                + string.Join(", ", classes.Select(c => c.FullName))),
        };
    });

    public static GrainClass Of(GrainType grainType) => ByGrainType[grainType];

    /// <summary>Learns all grains there are, because a call may come from a process that knows more of them than this one yet.</summary>
    public static void RegisterAll()
    {
        var grains = Assemblies().SelectMany(LoadableTypes).Where(t => typeof(IAddressable).IsAssignableFrom(t)).ToList();
        var classes = grains.Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(t)).ToList();
        foreach (var contract in grains.Where(t => t is { IsInterface: true, ContainsGenericParameters: false } && classes.Count(t.IsAssignableFrom) == 1))
        {
            Of(contract);
            foreach (var method in contract.GetInterfaces().Append(contract).SelectMany(i => i.GetMethods()))
            {
                GrainMethod.Of(method);
            }
        }
    }

    private static GrainClass Remember(Type type)
    {
        var found = ByClass.GetOrAdd(type, static t => new GrainClass(t));
        var owner = ByGrainType.GetOrAdd(found.GrainType, found);
        return owner == found
            ? found
            : throw new InvalidOperationException($"{owner.Type} and {type} both call themselves '{found.GrainType}'.");
    }

    private static HashSet<Assembly> Assemblies()
    {
        var self = typeof(GrainTypes).Assembly.GetName().Name;
        var found = new HashSet<Assembly>();
        var pending = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        while (pending.TryDequeue(out var assembly))
        {
            var uses = !assembly.IsDynamic
                && (assembly == typeof(GrainTypes).Assembly
                    || assembly.GetReferencedAssemblies().Any(r => string.Equals(r.Name, self, StringComparison.Ordinal)));
            if (!uses || !found.Add(assembly))
            {
                continue;
            }

            // An assembly with grains may not be loaded yet, because nothing but the host's project file refers to it.
            foreach (var reference in assembly.GetReferencedAssemblies().Where(r => r.Name?.StartsWith("System.", StringComparison.Ordinal) == false))
            {
                try
                {
                    pending.Enqueue(AssemblyLoadContext.GetLoadContext(assembly)!.LoadFromAssemblyName(reference));
                }
                catch (FileNotFoundException)
                {
                    // Referred to at build time only.
                }
            }
        }

        return found;
    }

    private static Type[] LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>().ToArray();
        }
    }
}
