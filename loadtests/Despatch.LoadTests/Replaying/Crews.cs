using System.Collections.Concurrent;
using System.Collections.Immutable;
using Despatch.Exercise.Clients;
using Despatch.Exercise.Mdt;
using Despatch.Pack;
using Despatch.V1;

namespace Despatch.LoadTests.Replaying;

/// <summary>All units of the roster, booked on and carried by MDT services, without a will of their own.</summary>
internal sealed class Crews : ICrewTerminals, IDisposable
{
    private const int UnitsPerStream = 200;
    private static readonly TimeSpan UntilReceived = TimeSpan.FromSeconds(10);
    private static readonly Person Sergeant = new("sergeant-01", "supervisor");

    private readonly ConcurrentDictionary<(string Callsign, string Cad), TaskCompletionSource> _sends = new();
    private readonly Dictionary<string, MdtService> _serviceOf = new(StringComparer.Ordinal);
    private readonly ImmutableArray<MdtService> _services;

    public Crews(CommandClient client)
    {
        var services = ImmutableArray.CreateBuilder<MdtService>();
        foreach (var units in ForcePack.London.Force.Roster.Chunk(UnitsPerStream))
        {
            var service = new MdtService($"mdt-{services.Count + 1}", units.Select(u => u.Callsign), this, client);
            services.Add(service);
            foreach (var unit in units)
            {
                _serviceOf.Add(unit.Callsign, service);
                service.Report(unit.Callsign, unit.Base);
            }
        }

        _services = services.ToImmutable();
    }

    /// <summary>Books all on and makes them available.</summary>
    public static Task BookOnAsync(CommandClient client, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel };
        return Parallel.ForEachAsync(ForcePack.London.Force.Roster, options, async (unit, ct) =>
        {
            var request = new BookOnRequest { Callsign = unit.Callsign };
            request.Crew.Add(new CrewMember { Number = unit.Callsign, Name = "PC Load" });
            await client.SendAsync("BookOn", Sergeant, (g, c, o) => g.Units.BookOnAsync(Put(request, c), o), ct);
            var status = new SetStatusRequest { Callsign = unit.Callsign, Status = 2 };
            await client.SendAsync("SetStatus", Sergeant, (g, c, o) => g.Units.SetStatusAsync(Put(status, c), o), ct);
        });

        static T Put<T>(T request, Command command)
        {
            switch (request)
            {
                case BookOnRequest b:
                    b.Command = command;
                    break;
                case SetStatusRequest s:
                    s.Command = command;
                    break;
                default:
                    break;
            }

            return request;
        }
    }

    /// <summary>Keeps the streams up until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(_services.Select(s => s.RunAsync(cancel)));

    /// <summary>Completes when the unit's terminal shows that it is sent to this incident; asked for before it is assigned.</summary>
    public Task Expect(string callsign, string cad) => SendOf(callsign, cad).Task;

    /// <summary>It was not assigned after all.</summary>
    public void ExpectNoMore(string callsign, string cad) => _sends.TryRemove((callsign, cad), out _);

    /// <summary>Goes there, at once: at this speed a unit's position jumps. False when a step is refused.</summary>
    public async Task<bool> AttendAsync(
        string callsign, string cad, Task received, Domain.Point where, TimeProvider time, CancellationToken cancel)
    {
        await received.WaitAsync(UntilReceived, time, cancel);
        _sends.TryRemove((callsign, cad), out _);
        var mdt = _serviceOf[callsign];
        if (!await PressAsync(5, null))
        {
            return false;
        }

        mdt.Report(callsign, where);
        return await PressAsync(6, where) && await PressAsync(2, null);

        async Task<bool> PressAsync(int status, Domain.Point? at) =>
            (await mdt.SetStatusAsync(callsign, status, at, cancel)).ItemCase == MdtDown.ItemOneofCase.Accepted;
    }

    public void OnSend(MdtSend send) => SendOf(send.Callsign, send.Incident.Cad).TrySetResult();

    public void OnUpdate(MdtUpdate update)
    {
    }

    public void OnStandDown(MdtStandDown standDown)
    {
    }

    public void Dispose()
    {
        foreach (var service in _services)
        {
            service.Dispose();
        }
    }

    private TaskCompletionSource SendOf(string callsign, string cad) =>
        _sends.GetOrAdd((callsign, cad), static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
