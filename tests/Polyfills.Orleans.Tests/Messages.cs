using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Polyfills.OrleansTests;

public sealed record Fix(double Latitude, double Longitude, DateTimeOffset At);

public sealed record Order(string Callsign, int Grade, IReadOnlyList<Fix> Track);

public abstract record Answer;

public sealed record Accepted(long Position) : Answer;

public sealed record Refused(string Code, string Detail) : Answer;

public sealed class AngryException(string code) : Exception("refused: " + code)
{
    public string Code { get; } = code;
}

/// <summary>Sets the serialiser up as the product does: JSON, polymorphism by a modifier, records not copied.</summary>
public static class Wire
{
    public static ISiloBuilder UseWire(this ISiloBuilder silo)
    {
        silo.Services.AddWire();
        return silo;
    }

    public static IServiceCollection AddWire(this IServiceCollection services)
    {
        services.AddSerializer(b =>
        {
            b.AddJsonSerializer(IsOurs, isCopyable: _ => false, o => o.Configure(c => c.SerializerOptions = Json()));
            b.Configure(o => o.AddAllowedAssembly(typeof(Wire).Assembly));
        });
        return services.AddSingleton<IGeneralizedCopier, SameRecord>();
    }

    public static JsonSerializerOptions Json() => new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Polymorphic } },
    };

    public static bool IsOurs(Type type) =>
        type.Assembly == typeof(Wire).Assembly && !typeof(Exception).IsAssignableFrom(type);

    private static void Polymorphic(JsonTypeInfo info)
    {
        if (info.Type == typeof(Answer))
        {
            info.PolymorphismOptions = new JsonPolymorphismOptions
            {
                DerivedTypes = { new JsonDerivedType(typeof(Accepted), "accepted"), new JsonDerivedType(typeof(Refused), "refused") },
            };
        }
    }

    private sealed class SameRecord : IGeneralizedCopier, IOptionalDeepCopier
    {
        public bool IsSupportedType(Type type) => IsOurs(type);

        public bool IsShallowCopyable() => true;

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}
