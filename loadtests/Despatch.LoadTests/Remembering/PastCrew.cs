using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.EventLog;
using Despatch.Grains.Aggregates;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Remembering;

/// <summary>
/// One unit, and all it attended: from each contact to its incident's closing. Nobody else writes these streams, so the versions are known
/// and the commands of one incident are handed to the log together, in their order.
/// </summary>
internal sealed class PastCrew(LogWriter log, PastClock clock, RosterUnit unit, int index)
{
    private const int IncidentsAShift = 12;
    private static readonly Actor Handler = new("handler-017", Role.CallHandler);
    private static readonly Actor Despatcher = new("despatcher-08", Role.Despatcher);

    private readonly string _key = UnitState.KeyOf(unit.Callsign);
    private readonly Actor _crew = new(unit.Callsign, Role.Crew);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly List<Task<AppendResult>> _appends = [];
    private readonly Place _place = new(unit.Base, "14 Acre Lane", "Lambeth", unit.Pod);
    private UnitState _unit = UnitState.Initial;
    private IncidentState _incident = IncidentState.Initial;
    private ContactState _contact = ContactState.Initial;
    private DateTimeOffset _now;
    private long _unitVersion;
    private int _attended;

    /// <summary>How many commands it took.</summary>
    public long Commands { get; private set; }

    /// <summary>One incident, from the call to the closing.</summary>
    public async Task WorkAsync(CadNumber cad, DateTimeOffset at)
    {
        (_now, _incident, _contact) = (at, IncidentState.Initial, ContactState.Initial);
        BeOnDuty();
        var contact = ContactState.KeyPrefix + NewId();
        var record = new RecordContact(
            Channel.Emergency, string.Create(CultureInfo.InvariantCulture, $"+4420{cad.Day.DayNumber:000000}{cad.Number:0000}"), "A. Caller", null, _place,
            Silent: false, Abandoned: false, "There is a man shouting in the street and banging on doors, he has been at it for ten minutes.");
        Do(contact, record, Handler, ContactDecisions.Decide(contact, _contact, new([], null, default), record, Handler, _now), 0);
        var transfer = new TransferContact("", "40", index % 4 == 0 ? Grade.Immediate : Grade.Significant);
        Do(contact, transfer, Handler, ContactDecisions.Decide(contact, _contact, new([], null, cad), transfer, Handler, _now), 50);
        var assign = new AssignUnit(unit.Callsign, "", null);
        Do(cad.Key, assign, Despatcher, AssignmentDecisions.Assign(_incident, _unit, null, assign, Despatcher, _now), 90);
        Press(UnitStatus.EnRoute, 20);
        Press(UnitStatus.OnScene, 420);
        Press(UnitStatus.OnPatrol, 1_100);
        var result = new GiveResult("132", "Spoken to, went home with his brother.");
        Do(cad.Key, result, Despatcher, IncidentDecisions.Decide(cad.Key, _incident, result, Despatcher, _now), 60);
        var close = new CloseIncident("Attended and resolved.");
        Do(cad.Key, close, Despatcher, IncidentDecisions.Decide(cad.Key, _incident, close, Despatcher, _now), 20);
        _attended++;
        await WrittenAsync();
    }

    /// <summary>The end of the last shift.</summary>
    public Task GoHomeAsync()
    {
        if (_unit.IsBookedOn)
        {
            BookOff();
        }

        return WrittenAsync();
    }

    private void BeOnDuty()
    {
        if (_unit.IsBookedOn && _attended % IncidentsAShift == 0)
        {
            BookOff();
        }

        if (!_unit.IsBookedOn)
        {
            var on = new BookOn(unit.Kind, unit.Skills, [new CrewMember("4711", "PC Past")], unit.Pod, unit.Ward, unit.Base);
            Do(_key, on, _crew, UnitDecisions.Decide(unit.Callsign, _unit, new(null, default), on, _crew, _now), 0);
            Press(UnitStatus.OnPatrol, 0);
        }
    }

    private void BookOff()
    {
        var off = new BookOff();
        Do(_key, off, _crew, UnitDecisions.Decide(unit.Callsign, _unit, new(null, default), off, _crew, _now), 0);
    }

    private void Press(UnitStatus status, int seconds)
    {
        var press = new SetStatus(status, new Fix(unit.Base, _now, 10), _place);
        var incident = _unit.IsCommitted ? _incident : null;
        Do(_key, press, _crew, UnitDecisions.Decide(unit.Callsign, _unit, new(incident, default), press, _crew, _now), seconds);
    }

    /// <summary>Appends what was decided, and lets so many seconds go by.</summary>
    private void Do(string key, object command, Actor by, Decision decision, int seconds)
    {
        var changes = decision is Decision.Accepted accepted
            ? accepted.Changes
            : throw new HostException($"The past cannot be written: {by.Operator} was refused {command.GetType().Name}.", $"{decision}");
        var versions = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            versions[change.Stream] = Evolve(change);
        }

        clock.MoveTo(_now);
        var record = new CommandRecord(NewId(), LogWriter.Fingerprint(key, command), Encoding.UTF8.GetBytes(key));
        _appends.Add(log.AppendAsync(changes, versions.ToImmutable(), record).AsTask());
        Commands++;
        _now += TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Moves the states on; the version before.</summary>
    private long Evolve(Change change)
    {
        var isUnit = string.Equals(change.Stream, _key, StringComparison.Ordinal);
        foreach (var fact in change.Events)
        {
            // A fact of another aggregate changes nothing.
            (_unit, _incident, _contact) = isUnit
                ? (UnitState.Evolve(_unit, fact), _incident, _contact)
                : (_unit, IncidentState.Evolve(_incident, fact), ContactState.Evolve(_contact, fact));
        }

        var before = isUnit ? _unitVersion : _versions.GetValueOrDefault(change.Stream);
        if (isUnit)
        {
            _unitVersion += change.Events.Length;
        }
        else
        {
            _versions[change.Stream] = before + change.Events.Length;
        }

        return before;
    }

    private async Task WrittenAsync()
    {
        foreach (var result in await Task.WhenAll(_appends))
        {
            if (result is not AppendResult.Appended)
            {
                throw new HostException("The past cannot be written: the log is not new.", $"{result}");
            }
        }

        _appends.Clear();
        _versions.Clear();
    }

    // Rising in time, as clients make them.
    private string NewId() => Guid.CreateVersion7(_now).ToString("N");
}
