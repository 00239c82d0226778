using System.Collections.Immutable;
using System.Reflection;

namespace Despatch.EventLog.Tests.Stored;

/// <summary>Makes an event of any type with every property set, to show its stored form.</summary>
internal static class SampleEvents
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 21, 9, 30, 0, 123, TimeSpan.Zero);

    public static object Make(Type type) => Value(type, "value");

    private static object Value(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => name,
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => 7,
            _ when type == typeof(long) => 7L,
            _ when type == typeof(double) => 51.5,
            _ when type == typeof(DateTimeOffset) => Moment,
            _ when type == typeof(TimeSpan) => TimeSpan.FromMinutes(15),
            _ when type == typeof(DateOnly) => new DateOnly(2026, 11, 21),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().Last(),
            _ when IsArray(type) => Array(type.GetGenericArguments()[0], name),
            _ => Record(type),
        };
    }

    private static bool IsArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private static object Array(Type element, string name)
    {
        var items = System.Array.CreateInstance(element, 1);
        items.SetValue(Value(element, name), 0);
        return typeof(ImmutableArray).GetMethods()
            .Single(method => string.Equals(method.Name, nameof(ImmutableArray.Create), StringComparison.Ordinal)
                && method.GetParameters() is [{ ParameterType.IsArray: true } only] && !only.ParameterType.IsByRef)
            .MakeGenericMethod(element)
            .Invoke(null, [items])!;
    }

    private static object Record(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new NotSupportedException($"No sample of {type} can be made.");
        var arguments = constructor.GetParameters().Select(parameter => Value(parameter.ParameterType, parameter.Name!)).ToArray();
        var made = constructor.Invoke(arguments);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            property.SetValue(made, Value(property.PropertyType, property.Name));
        }

        return made;
    }
}
