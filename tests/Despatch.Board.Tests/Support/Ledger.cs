using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Command;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>Writes facts down as the log would: with positions, versions and bytes.</summary>
internal sealed class Ledger
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    public static readonly Point Brixton = new(-0.1145, 51.4613);
    private static readonly Actor Somebody = new("D1", Role.Despatcher);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly EventCodec _codec = new(EventNames.Catalogue);

    public DateTimeOffset Now { get; set; } = Start;

    public List<(LoggedEvent Logged, DomainEvent Fact)> All { get; } = [];

    public long Position => All.Count;

    public static string Key(int number) => Cad(number).Key;

    /// <summary>A point so many metres north of Brixton.</summary>
    public static Point North(double metres) => Brixton with { Latitude = Brixton.Latitude + (metres / 111_195) };

    public (LoggedEvent Logged, DomainEvent Fact) Add(string stream, DomainEvent fact)
    {
        var version = _versions[stream] = _versions.GetValueOrDefault(stream) + 1;
        var (name, data) = _codec.Encode(fact);
        var entry = (new LoggedEvent(All.Count + 1, stream, version, name, Now, data, default), fact);
        All.Add(entry);
        return entry;
    }

    public (LoggedEvent Logged, DomainEvent Fact) Open(int number, string pod = "AS", Point? point = null)
    {
        var cad = Cad(number);
        var place = new Place(point, "", "", pod);
        return Add(cad.Key, new IncidentOpened(cad, "100", "A fight.", place, "", "", "") { At = Now, By = Somebody });
    }

    public (LoggedEvent Logged, DomainEvent Fact) Graded(int number, Grade grade) =>
        Add(Key(number), new IncidentGraded(grade, null, "") { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Assigned(int number, string callsign) =>
        Add(Key(number), new UnitAssigned(callsign, "", "", null) { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Attended(int number, string callsign) =>
        Add(Key(number), new UnitOnScene(callsign) { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Attached(int number, string contact) =>
        Add(Key(number), new ContactAttached(contact, "", "Again.") { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Taken(int number) =>
        Add(Key(number), new CommandTaken(CommandGround.Legality, "No power to enter.") { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Closed(int number) =>
        Add(Key(number), new IncidentClosed("Done.") { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Reopened(int number) =>
        Add(Key(number), new IncidentReopened("It goes on.") { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) BookedOn(
        string callsign,
        UnitKind kind = UnitKind.ResponseCar,
        string pod = "AS",
        Point? at = null,
        Ward? ward = null,
        params Skill[] skills)
    {
        var fix = new Fix(at ?? Brixton, Now, 25);
        var crew = new CrewMember("1", "PC One");
        var bookedOn = new UnitBookedOn(callsign, kind, [.. skills], [crew], pod, ward, fix) { At = Now, By = Somebody };
        return Add(UnitState.KeyOf(callsign), bookedOn);
    }

    public (LoggedEvent Logged, DomainEvent Fact) Pressed(string callsign, UnitStatus status, Fix? fix = null) =>
        Add(UnitState.KeyOf(callsign), new UnitStatusChanged(UnitStatus.OnDuty, status, fix) { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Committed(string callsign, int number) =>
        Add(UnitState.KeyOf(callsign), new UnitCommitted(Key(number)) { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) BookedOff(string callsign) =>
        Add(UnitState.KeyOf(callsign), new UnitBookedOff { At = Now, By = Somebody });

    /// <summary>A contact on which nobody spoke.</summary>
    public (LoggedEvent Logged, DomainEvent Fact) SilentCall(string key, string pod = "AS") =>
        Add(key, new ContactRecorded(
            Channel.Emergency, "+447700900123", "", null, new Place(null, "", "", pod), Silent: true, Abandoned: false, "", []) { At = Now, By = Somebody });

    public (LoggedEvent Logged, DomainEvent Fact) Elsewhere() =>
        Add("numbers-2026-11-21", new Domain.Numbers.BlockReserved("lambeth", 1) { At = Now, By = Somebody });

    public Fix FixAt(Point point, TimeSpan after = default) => new(point, Now + after, 10);

    /// <summary>A board that has everything so far.</summary>
    public Board Board(BoardOptions? options = null)
    {
        var board = new Board(new ManualTime(), options ?? new BoardOptions { WatchPace = TimeSpan.Zero });
        board.Apply(All);
        return board;
    }

    private static CadNumber Cad(int number) => new(number, new DateOnly(2026, 11, 21));
}

/// <summary>What follows from a list of facts without any cleverness.</summary>
internal static class Naive
{
    public static ImmutableSortedDictionary<string, IncidentState> Incidents(IEnumerable<(LoggedEvent Logged, DomainEvent Fact)> facts) =>
        facts.Where(static f => f.Logged.Stream.StartsWith("incident-", StringComparison.Ordinal))
            .GroupBy(static f => f.Logged.Stream, StringComparer.Ordinal)
            .Select(static g => g.Aggregate(IncidentState.Initial, static (state, f) => IncidentState.Evolve(state, f.Fact)))
            .Where(static i => !i.IsClosed)
            .ToImmutableSortedDictionary(static i => i.Key, static i => i, StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, UnitState> Units(IEnumerable<(LoggedEvent Logged, DomainEvent Fact)> facts) =>
        facts.Where(static f => f.Logged.Stream.StartsWith("unit-", StringComparison.Ordinal))
            .GroupBy(static f => f.Logged.Stream, StringComparer.Ordinal)
            .Select(static g => g.Aggregate(UnitState.Initial, static (state, f) => UnitState.Evolve(state, f.Fact)))
            .Where(static u => u.IsBookedOn)
            .ToImmutableSortedDictionary(static u => u.Callsign, static u => u, StringComparer.Ordinal);
}
