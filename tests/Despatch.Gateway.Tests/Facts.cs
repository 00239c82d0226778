using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Gateway.Tests;

/// <summary>Facts for tests, by one despatcher, now.</summary>
internal static class Facts
{
    private static readonly Actor By = new("DES1", Role.Despatcher);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static CadNumber Cad(int number) => new(number, new DateOnly(2026, 11, 21));

    public static (string Stream, DomainEvent[] Facts) Opened(int number, string pod) =>
        (Cad(number).Key, [
            new IncidentOpened(Cad(number), "01", $"words {number}", new Place(null, "", "", pod), "", "", "") { At = Now, By = By },
            new IncidentGraded(Grade.Significant, null, "") { At = Now, By = By },
        ]);

    public static (string Stream, DomainEvent[] Facts) BookedOn(string callsign, string pod) =>
        (UnitState.KeyOf(callsign), [
            new UnitBookedOn(
                callsign, UnitKind.ResponseCar, [], [new CrewMember("1", "PC")], pod, null, new Fix(new Point(-0.1, 51.5), Now, 25))
            {
                At = Now,
                By = By,
            },
            new UnitStatusChanged(UnitStatus.OnDuty, UnitStatus.OnPatrol, null) { At = Now, By = By },
        ]);

    public static (string Stream, DomainEvent[] Facts)[] Assigned(int number, string callsign) =>
    [
        (Cad(number).Key, [new UnitAssigned(callsign, "", "", null) { At = Now, By = By }]),
        (UnitState.KeyOf(callsign), [new UnitCommitted(Cad(number).Key) { At = Now, By = By }]),
    ];

    public static (string Stream, DomainEvent[] Facts)[] StoodDown(int number, string callsign, string reason) =>
    [
        (Cad(number).Key, [new UnitStoodDown(callsign, reason, true) { At = Now, By = By }]),
        (UnitState.KeyOf(callsign), [new UnitFreed(Cad(number).Key, reason) { At = Now, By = By }]),
    ];

    public static (string Stream, DomainEvent[] Facts)[] Diverted(int from, int to, string callsign, string reason) =>
    [
        (Cad(to).Key, [new UnitAssigned(callsign, Cad(from).Key, reason, null) { At = Now, By = By }]),
        (UnitState.KeyOf(callsign), [
            new UnitFreed(Cad(from).Key, reason) { At = Now, By = By }, new UnitCommitted(Cad(to).Key) { At = Now, By = By },
        ]),
        (Cad(from).Key, [new UnitDiverted(callsign, Cad(to).Key, reason, true) { At = Now, By = By }]),
    ];

    public static (string Stream, DomainEvent[] Facts) Entry(int number, string words) =>
        (Cad(number).Key, [new EntryAdded(words) { At = Now, By = By }]);

    public static (string Stream, DomainEvent[] Facts) Located(int number, string pod) =>
        (Cad(number).Key, [new IncidentLocated(new Place(new Point(-0.1, 51.5), "", "", pod)) { At = Now, By = By }]);

    public static (string Stream, DomainEvent[] Facts) Fact(int number, Func<DateTimeOffset, Actor, DomainEvent> make) =>
        (Cad(number).Key, [make(Now, By)]);

    public static (string Stream, DomainEvent[] Facts) Closed(int number) =>
        (Cad(number).Key, [new IncidentClosed("") { At = Now, By = By }]);
}
