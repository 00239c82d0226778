using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Units;
using Despatch.Grains.Tests.Support;

namespace Despatch.Grains.Tests;

/// <summary>Every message survives the way between two silos, with all its fields.</summary>
public sealed class MessageTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly Type[] Bases = [typeof(ContactCommand), typeof(IncidentCommand), typeof(UnitCommand), typeof(MarkerCommand)];

    public static TheoryData<Type> Commands { get; } = [.. Bases.SelectMany(Derived)];

    public static TheoryData<Type> Others { get; } =
    [
        typeof(Versioned<ContactState>), typeof(Versioned<IncidentState>), typeof(Versioned<UnitState>), typeof(Versioned<MarkerState>), typeof(Domain.CommandContext),
        typeof(Answer), typeof(FixBatch), typeof(BoardReport),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_comes_back_whole_as_what_it_is(Type type)
    {
        var command = Sample.Of(type);

        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(command, type.BaseType!, MessageJson.Options), type.BaseType!, MessageJson.Options);

        Assert.IsType(type, back);
        Assert.Equivalent(command, back, strict: true);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_state_and_answer_comes_back_whole(Type type)
    {
        var message = Sample.Of(type);

        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(message, type, MessageJson.Options), type, MessageJson.Options);

        Assert.Equivalent(message, back, strict: true);
    }

    [Fact]
    public void States_before_the_first_fact_come_back_too()
    {
        Assert.Equivalent(ContactState.Initial, Back(ContactState.Initial), strict: true);
        Assert.Equivalent(IncidentState.Initial, Back(IncidentState.Initial), strict: true);
        Assert.Equivalent(UnitState.Initial, Back(UnitState.Initial), strict: true);

        static T Back<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, MessageJson.Options), MessageJson.Options)!;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_reaches_a_grain_and_is_answered(Type type)
    {
        var desk = new Desk(cluster);
        var command = Sample.Of(type);

        var answer = command switch
        {
            ContactCommand c => await desk.Contact("contact-" + Desk.NextId(), c),
            IncidentCommand c => await desk.Incident(Desk.NewCad(site: 1), c),
            MarkerCommand c => await cluster.Client.GetGrain<IMarkerGrain>("marker-" + Desk.NextId()).Execute(c, desk.Context()),
            UnitCommand c => await desk.Unit("NW" + Desk.NextId(), c),
            _ => throw new InvalidOperationException(),
        };

        Assert.True(answer.Refusal is null || answer.Refusal.Message.Length > 0);
    }

    [Fact]
    public void Two_commands_that_differ_have_different_fingerprints()
    {
        var prints = Bases.SelectMany(Derived).Select(type => Aggregates.LogWriter.Fingerprint("k", Sample.Of(type))).ToList();

        Assert.Equal(prints.Count, prints.Distinct(StringComparer.Ordinal).Count());
        Assert.All(prints, p => Assert.True(p.Length < EventLog.AppendLimits.CommandTextLength / 2));
    }

    private static IEnumerable<Type> Derived(Type type) => type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract);

    /// <summary>Makes a value of a record with something in every field.</summary>
    private static class Sample
    {
        public static object Of(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string))
            {
                return "O'Hara \"Ø\" 🚓\n";
            }

            if (type == typeof(int) || type == typeof(long) || type == typeof(double))
            {
                return Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture);
            }

            return type == typeof(bool) ? true
                : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 11, 21, 8, 0, 0, 123, TimeSpan.Zero)
                : type == typeof(DateOnly) ? new DateOnly(2026, 11, 21)
                : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? Many(nameof(Array), type)
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Many(nameof(List), type)
                : Record(type);
        }

        private static object Many(string method, Type type) => typeof(Sample)
            .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, null)!;

        private static ImmutableArray<T> Array<T>() => [(T)Of(typeof(T)), (T)Of(typeof(T))];

        private static List<T> List<T>() => [(T)Of(typeof(T)), (T)Of(typeof(T))];

        private static object Record(Type type)
        {
            var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length);
            var value = constructor is null
                ? Activator.CreateInstance(type)!
                : constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))]);
            foreach (var property in type.GetProperties().Where(p => p is { CanWrite: true, GetMethod.IsStatic: false }))
            {
                property.SetValue(value, Of(property.PropertyType));
            }

            return value;
        }
    }
}
