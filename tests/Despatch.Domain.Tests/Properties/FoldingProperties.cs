using System.Collections.Immutable;
using Despatch.Domain.Callers;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Markers;
using Despatch.Domain.MissingPersons;
using Despatch.Domain.Numbers;
using Despatch.Domain.Risk;
using Despatch.Domain.Tests.Support;
using Despatch.Domain.Units;
using FsCheck;
using FsCheck.Fluent;

namespace Despatch.Domain.Tests.Properties;

/// <summary>Folding is total: whatever facts stand in a log, in whatever order, a state comes of them.</summary>
public sealed class FoldingProperties
{
    private static readonly string[] Callsigns = ["AS21", "AS22", "none"];

    /// <summary>Parts of an incident that have a folder of their own; a contact may have them too.</summary>
    private static readonly string?[] IncidentParts =
    [
        typeof(IncidentLinks).Namespace, typeof(ForceRequests).Namespace, typeof(IncidentCallers).Namespace, typeof(RiskState).Namespace,
        typeof(CommandState).Namespace,
    ];

    [Fact]
    public void No_sequence_of_facts_of_any_kind_stops_a_fold() =>
        Checking.ForAllSequences(AnyFact(), static facts =>
        {
            var incident = facts.Aggregate(IncidentState.Initial, IncidentState.Evolve);
            var unit = facts.Aggregate(UnitState.Initial, UnitState.Evolve);
            var contact = facts.Aggregate(ContactState.Initial, ContactState.Evolve);
            var marker = facts.Aggregate(MarkerState.Initial, MarkerState.Evolve);
            var numbers = facts.Aggregate(CadNumbers.Initial, CadNumbers.Evolve);
            Assert.True(Enum.IsDefined(incident.Status));
            Assert.False(incident.Assignments.IsDefault || incident.Contacts.IsDefault || unit.Crew.IsDefault || contact.Words.IsDefault);
            Assert.NotNull(numbers.Last);
            Assert.Equal(marker.Exists, marker.Added is not null);
            Assert.All(incident.Pending, static p => Assert.NotNull(p.Item));
        });

    [Fact]
    public void Every_kind_of_fact_is_folded_from_nothing() =>
        Assert.All(Names.Facts.Values, static type =>
        {
            var fact = Plain(type);
            Assert.NotNull(IncidentState.Evolve(IncidentState.Initial, fact));
            Assert.NotNull(UnitState.Evolve(UnitState.Initial, fact));
            Assert.NotNull(ContactState.Evolve(ContactState.Initial, fact));
            Assert.NotNull(CadNumbers.Evolve(CadNumbers.Initial, fact));
        });

    [Fact]
    public void A_fact_of_another_aggregate_changes_nothing()
    {
        var world = Steps.Start();
        var (incident, unit) = (world.Incident(Names.Stream("cad1")), world.Unit("AS21"));
        foreach (var type in Names.Facts.Values)
        {
            var fact = Plain(type);
            if (type.Namespace != typeof(IncidentState).Namespace && !IncidentParts.Contains(type.Namespace))
            {
                Assert.Same(incident, IncidentState.Evolve(incident, fact));
            }

            if (type.Namespace != typeof(UnitState).Namespace)
            {
                Assert.Same(unit, UnitState.Evolve(unit, fact));
            }

            if (type.Namespace != typeof(ContactState).Namespace && !IncidentParts.Contains(type.Namespace))
            {
                Assert.Same(ContactState.Initial, ContactState.Evolve(ContactState.Initial, fact));
            }

            if (type.Namespace != typeof(MarkerState).Namespace)
            {
                Assert.Same(MarkerState.Initial, MarkerState.Evolve(MarkerState.Initial, fact));
            }

            if (type.Namespace != typeof(CadNumbers).Namespace)
            {
                Assert.Same(CadNumbers.Initial, CadNumbers.Evolve(CadNumbers.Initial, fact));
            }
        }
    }

    private static DomainEvent Plain(Type type) => Build.Fact(
        Names.Stream("cad1"), type, ImmutableDictionary<string, string>.Empty, Actor.System, Values.Moment("10:00"));

    /// <summary>A fact of any kind whose enumerated, optional and naming fields are drawn too.</summary>
    private static Gen<DomainEvent> AnyFact() =>
        from type in Gen.Elements(Names.Facts.Values.OrderBy(static t => t.Name, StringComparer.Ordinal).ToArray())
        from stream in Gen.Elements("cad1", "cad2", "AS21", "contact1")
        from draw in Gen.Choose(0, 1_000_000)
        from minute in Gen.Choose(0, 1439)
        select Build.Fact(Names.Stream(stream), type, Fields(type, draw), Actor.System, Values.Moment("00:00").AddMinutes(minute));

    private static Dictionary<string, string> Fields(Type type, int draw)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in type.GetConstructors().Single().GetParameters())
        {
            var kind = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            var name = Names.Kebab(parameter.Name!);
            if (kind == typeof(Grade))
            {
                fields[name] = ((Grade)(draw % 4)).Letter();
            }
            else if (kind.IsEnum)
            {
                fields[name] = Enum.GetNames(kind)[draw % Enum.GetNames(kind).Length];
            }
            else if (kind == typeof(bool))
            {
                fields[name] = draw % 2 == 0 ? "true" : "false";
            }
            else if (name == "callsign")
            {
                fields[name] = Callsigns[draw % Callsigns.Length];
            }

            draw /= 2;
        }

        return fields;
    }
}
