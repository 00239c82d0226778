using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Serialization
{
    /// <summary>Sets up how messages become bytes.</summary>
    public interface ISerializerBuilder
    {
        IServiceCollection Services { get; }
    }

    /// <summary>Which types may travel.</summary>
    public sealed class TypeManifestOptions
    {
        internal HashSet<Assembly> AllowedAssemblies { get; } = [];

        public void AddAllowedAssembly(Assembly assembly) => AllowedAssemblies.Add(assembly);
    }

    /// <summary>How JSON is written and read.</summary>
    public class JsonCodecOptions
    {
        public JsonSerializerOptions SerializerOptions { get; set; } = new();
    }

    internal sealed record JsonTypeSelector(Func<Type, bool> IsSupported);

    /// <summary>Adds the serialiser to a service collection.</summary>
    public static class ServiceCollectionExtensions
    {
        public static IServiceCollection AddSerializer(this IServiceCollection services, Action<ISerializerBuilder>? configure = null)
        {
            ArgumentNullException.ThrowIfNull(services);
            services.AddOptions();
            configure?.Invoke(new Builder(services));
            return services;
        }

        private sealed record Builder(IServiceCollection Services) : ISerializerBuilder;
    }

    /// <summary>Options of the serialiser.</summary>
    public static class SerializerBuilderExtensions
    {
        public static ISerializerBuilder Configure(this ISerializerBuilder builder, Action<TypeManifestOptions> configure)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Services.Configure(configure);
            return builder;
        }
    }

    /// <summary>Chooses the types that travel as JSON.</summary>
    public static class SerializationHostingExtensions
    {
        // What no copier takes is copied through JSON, whatever isCopyable says.
        public static ISerializerBuilder AddJsonSerializer(
            this ISerializerBuilder serializerBuilder, Func<Type, bool>? isSerializable, Func<Type, bool>? isCopyable,
            Action<OptionsBuilder<JsonCodecOptions>>? configureOptions = null)
        {
            ArgumentNullException.ThrowIfNull(serializerBuilder);
            configureOptions?.Invoke(serializerBuilder.Services.AddOptions<JsonCodecOptions>());
            if (isSerializable is not null)
            {
                serializerBuilder.Services.AddSingleton(new JsonTypeSelector(isSerializable));
            }

            return serializerBuilder;
        }
    }
}

namespace Orleans.Serialization.Cloning
{
    /// <summary>Copies a value for a call that stays on its silo.</summary>
    public interface IDeepCopier
    {
        object? DeepCopy(object? input, CopyContext context);
    }

    /// <summary>A copier that may say that no copy is needed.</summary>
    public interface IOptionalDeepCopier : IDeepCopier
    {
        bool IsShallowCopyable();
    }

    /// <summary>A copier of many types.</summary>
    public interface IGeneralizedCopier : IDeepCopier
    {
        bool IsSupportedType(Type type);
    }

    /// <summary>What belongs to one act of copying.</summary>
    public sealed class CopyContext
    {
        internal CopyContext()
        {
        }
    }
}
