using System.Reflection;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests.Support;

/// <summary>Makes facts and commands out of their name and a few fields; the rest has its usual value.</summary>
internal static class Build
{
    /// <summary>A fact on a stream.</summary>
    public static DomainEvent Fact(string stream, Type type, IReadOnlyDictionary<string, string> fields, Actor by, DateTimeOffset at)
    {
        var fact = (DomainEvent)Record(type, fields, stream);
        typeof(DomainEvent).GetProperty(nameof(DomainEvent.At))!.SetValue(fact, at);
        typeof(DomainEvent).GetProperty(nameof(DomainEvent.By))!.SetValue(fact, by);
        return fact;
    }

    /// <summary>Any record with a primary constructor, and what else of it can be set.</summary>
    public static object Record(Type type, IReadOnlyDictionary<string, string> fields, string stream)
    {
        var constructor = type.GetConstructors().Single();
        var parameters = constructor.GetParameters();
        var known = parameters.Select(p => Names.Kebab(p.Name!)).ToHashSet(StringComparer.Ordinal);
        var further = type.GetProperties().Where(p => p.CanWrite && !known.Contains(Names.Kebab(p.Name))).ToDictionary(p => Names.Kebab(p.Name), StringComparer.Ordinal);
        var stray = fields.Keys.FirstOrDefault(field => !known.Contains(field) && !further.ContainsKey(field));
        if (stray is not null)
        {
            throw new FormatException($"{Names.Kebab(type.Name)} has no field {stray}: it has {string.Join(", ", known.Concat(further.Keys))}.");
        }

        var made = constructor.Invoke([.. parameters.Select(p => Argument(p, fields, stream))]);
        foreach (var (name, property) in further.Where(f => fields.ContainsKey(f.Key)))
        {
            property.SetValue(made, Values.Parse(property.PropertyType, fields[name]));
        }

        return made;
    }

    private static object? Argument(ParameterInfo parameter, IReadOnlyDictionary<string, string> fields, string stream)
    {
        if (fields.TryGetValue(Names.Kebab(parameter.Name!), out var text))
        {
            return Values.Parse(parameter.ParameterType, text);
        }

        if (parameter.ParameterType == typeof(CadNumber) && CadNumber.TryFromKey(stream, out var cad))
        {
            return cad;
        }

        return parameter.Name == "Callsign" && stream.StartsWith(UnitState.KeyPrefix, StringComparison.Ordinal)
            ? Names.Word(stream)
            : Values.Default(parameter.ParameterType, parameter.Name!);
    }
}
