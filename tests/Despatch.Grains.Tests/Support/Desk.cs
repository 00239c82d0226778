using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Units;
using CommandContext = Despatch.Domain.CommandContext;

namespace Despatch.Grains.Tests.Support;

/// <summary>How a test speaks to the cluster: as a client outside, so that every message goes through the serialiser.</summary>
public sealed class Desk(TestCluster cluster)
{
    private static int _last;

    public static Place Nowhere { get; } = new(null, "", "", "AS");

    public static Actor Supervisor { get; } = new("sup", Role.Supervisor);

    public static string NextId() => $"test-{Interlocked.Increment(ref _last)}";

    public CommandContext Context(string? id = null, Role role = Role.Supervisor) =>
        new(id ?? NextId(), cluster.Clock.GetUtcNow().AddSeconds(10), new Actor("op", role));

    public Task<Answer> Contact(string key, ContactCommand command, CommandContext? context = null) =>
        cluster.Client.GetGrain<IContactGrain>(key).Execute(command, context ?? Context());

    public Task<Answer> Incident(string key, IncidentCommand command, CommandContext? context = null) =>
        cluster.Client.GetGrain<IIncidentGrain>(key).Execute(command, context ?? Context());

    public Task<Answer> Unit(string callsign, UnitCommand command, CommandContext? context = null) =>
        cluster.Client.GetGrain<IUnitGrain>(UnitState.KeyOf(callsign)).Execute(command, context ?? Context());

    public Task<Answer> Status(string callsign, UnitStatus status, CommandContext? context = null) =>
        Unit(callsign, new SetStatus(status, null, Nowhere), context);

    public async Task<ContactState> ContactOf(string key) =>
        (await cluster.Client.GetGrain<IContactGrain>(key).Peek(long.MaxValue)).State;

    public async Task<IncidentState> IncidentOf(string key) =>
        (await cluster.Client.GetGrain<IIncidentGrain>(key).Peek(long.MaxValue)).State;

    public async Task<UnitState> UnitOf(string callsign) =>
        (await cluster.Client.GetGrain<IUnitGrain>(UnitState.KeyOf(callsign)).Peek(long.MaxValue)).State;

    /// <summary>A number that nobody has, of a day that only the tests here have, for a site: 0 Lambeth, 1 Hendon, 2 Bow.</summary>
    public static string NewCad(int site = 0)
    {
        var number = Interlocked.Increment(ref _last) * CadNumbers.BlockSize * 3;
        return new CadNumber(number + (site * CadNumbers.BlockSize) + 1, new DateOnly(2026, 12, 24)).Key;
    }

    public async Task<string> Opened(Grade? grade = Grade.Significant, int site = 0)
    {
        var key = NewCad(site);
        Done(await Incident(key, new OpenIncident("01", "Somebody at the door", Nowhere, "", grade)));
        return key;
    }

    /// <summary>A call on which nobody spoke, and that was cut off.</summary>
    public async Task<string> SilentCall()
    {
        var key = ContactState.KeyPrefix + NextId();
        Done(await Contact(key, new RecordContact(
            Channel.Emergency, "+447700900123", "", null, Nowhere, Silent: true, Abandoned: true, "")));
        return key;
    }

    /// <summary>A unit on patrol, of a pod: 0 Lambeth's, 1 Hendon's, 2 Bow's.</summary>
    public async Task<string> OnPatrol(int pod = 0)
    {
        var callsign = $"{TestForce.Pods[pod]}{Interlocked.Increment(ref _last)}";
        Done(await Unit(callsign, BookOn(pod)));
        Done(await Status(callsign, UnitStatus.OnPatrol));
        return callsign;
    }

    public static BookOn BookOn(int pod = 0) => new(
        UnitKind.ResponseCar, [Skill.Taser], [new CrewMember("1", "PC Okafor")], TestForce.Pods[pod], null, new Point(-0.1, 51.5));

    /// <summary>What makes a unit of Hendon be on patrol, to be written past its grain.</summary>
    public Change OnPatrolFacts(string callsign)
    {
        var now = cluster.Clock.GetUtcNow();
        var unit = BookOn(pod: 1);
        return new Change(UnitState.KeyOf(callsign),
        [
            new UnitBookedOn(callsign, unit.Kind, unit.Skills, unit.Crew, unit.Pod, null, new Fix(unit.Base, now, 25)) { At = now, By = Supervisor },
            new UnitStatusChanged(UnitStatus.OnDuty, UnitStatus.OnPatrol, null) { At = now, By = Supervisor },
        ]);
    }

    public async Task Assign(string incident, string callsign, string divert = "") =>
        Done(await Incident(incident, new AssignUnit(callsign, divert, null)));

    public static Answer Done(Answer answer)
    {
        Assert.Null(answer.Refusal);
        Assert.True(answer.Position > 0);
        return answer;
    }

    public static void Refused(RefusalCode code, Answer answer) => Assert.Equal(code, answer.Refusal?.Code);

    public static ImmutableDictionary<string, long> At(params (string Stream, long Version)[] versions) =>
        versions.ToImmutableDictionary(v => v.Stream, v => v.Version, StringComparer.Ordinal);
}
