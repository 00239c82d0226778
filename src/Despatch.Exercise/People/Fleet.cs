using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Pods;
using Despatch.Exercise.Clients;
using Despatch.Exercise.Mdt;
using Despatch.V1;

namespace Despatch.Exercise.People;

/// <summary>All crews of the roster and the MDT services that carry them.</summary>
internal sealed class Fleet : IDisposable
{
    private const int BookOnAtOnce = 16;
    private static readonly Person Sergeant = new("sergeant-01", "supervisor");
    private static readonly TimeSpan Patrols = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UntilReceived = TimeSpan.FromSeconds(10);

    private readonly Stage _stage;
    private readonly FrozenDictionary<string, Crew> _crews;
    private readonly ImmutableArray<MdtService> _services;

    public Fleet(Stage stage)
    {
        _stage = stage;
        var crews = new Dictionary<string, Crew>(StringComparer.Ordinal);
        var services = ImmutableArray.CreateBuilder<MdtService>();
        foreach (var units in stage.Options.Pack.Force.Roster.Chunk(stage.Options.UnitsPerStream))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"mdt-{services.Count + 1:00}");
            var index = services.Count;
            services.Add(new MdtService(name, units.Select(u => u.Callsign), new Terminals(this), stage.Client));
            foreach (var unit in units)
            {
                crews.Add(unit.Callsign, new Crew(stage, unit, () => _services[index]));
            }
        }

        _crews = crews.ToFrozenDictionary(StringComparer.Ordinal);
        _services = services.ToImmutable();
    }

    public int Count => _crews.Count;

    public Crew? Find(string callsign) => _crews.GetValueOrDefault(callsign);

    /// <summary>Books all on, as far as they are not, and makes them available.</summary>
    public async Task BookOnAsync()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = BookOnAtOnce, CancellationToken = _stage.Clock.Cancel };
        await Parallel.ForEachAsync(_stage.Options.Pack.Force.Roster, options, async (unit, cancel) => await BookOnAsync(unit, cancel));
    }

    /// <summary>Keeps the MDT services up until cancelled.</summary>
    public Task RunAsync() => Task.WhenAll(_services.Select(s => s.RunAsync(_stage.Clock.Cancel)));

    /// <summary>Makes all available that are not, and are not at work.</summary>
    public Task GoOnPatrolAsync()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = BookOnAtOnce, CancellationToken = _stage.Clock.Cancel };
        return Parallel.ForEachAsync(_crews.Values, options, async (crew, cancel) =>
        {
            var unit = await UnitAsync(crew.Callsign, cancel);
            if (unit is { Cad.Length: 0, Status: not (2 or 3) })
            {
                await crew.PressAsync(2);
            }

            crew.MoveTo(unit?.Fix?.Point is { } at ? new Domain.Point(at.Longitude, at.Latitude) : crew.At);
        });
    }

    /// <summary>Free crews drive about.</summary>
    public async Task PatrolAsync()
    {
        var random = new Random(_stage.Options.Seed);
        while (!_stage.IsOver)
        {
            await _stage.Clock.DelayAsync(Patrols);
            foreach (var crew in _crews.Values.Where(_ => random.Next(3) == 0))
            {
                crew.Patrol(random);
            }
        }
    }

    /// <summary>
    /// Waits until a crew's terminal has shown what it was sent to. The exercise's clock waits too, because this takes no time there.
    /// </summary>
    public async Task ReceivedAsync(Mission mission)
    {
        try
        {
            await mission.Received.WaitAsync(UntilReceived, _stage.Options.Time, _stage.Clock.Cancel);
        }
        catch (TimeoutException)
        {
            _stage.Client.Tally.CountFault("MdtSend", "NotReceived");
        }
    }

    public void Dispose()
    {
        foreach (var service in _services)
        {
            service.Dispose();
        }
    }

    private async Task BookOnAsync(RosterUnit unit, CancellationToken cancel)
    {
        var request = new BookOnRequest { Callsign = unit.Callsign };
        request.Crew.Add(new CrewMember { Number = $"P{unit.Callsign}1", Name = $"PC One of {unit.Callsign}" });
        request.Crew.Add(new CrewMember { Number = $"P{unit.Callsign}2", Name = $"PC Two of {unit.Callsign}" });
        if (await UnitAsync(unit.Callsign, cancel) is { Status: not 10 })
        {
            return;
        }

        await _stage.Client.SendAsync(
            "BookOn", Sergeant,
            (g, c, o) =>
            {
                request.Command = c;
                return g.Units.BookOnAsync(request, o);
            },
            cancel);
    }

    private async Task<Unit?> UnitAsync(string callsign, CancellationToken cancel)
    {
        var answer = await _stage.Client.AskAsync(
            "Units.Get", Sergeant, (g, o) => g.Units.GetAsync(new GetUnitRequest { Callsign = callsign }, o), cancel);
        return answer.Value;
    }

    private sealed class Terminals(Fleet fleet) : ICrewTerminals
    {
        public void OnSend(MdtSend send) => fleet.Find(send.Callsign)?.OnSend(send.Incident);

        public void OnUpdate(MdtUpdate update)
        {
            foreach (var callsign in update.Callsigns)
            {
                fleet.Find(callsign)?.OnUpdate(update.Incident);
            }
        }

        public void OnStandDown(MdtStandDown standDown) => fleet.Find(standDown.Callsign)?.OnStandDown(standDown.Cad);
    }
}
