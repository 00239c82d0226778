using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Despatch.Exercise.Clients;
using Despatch.Pack;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Claiming;

/// <summary>Rounds in which every claimant assigns the same free unit to an incident of their own, all at one moment.</summary>
internal sealed class Claims(CommandClient client, int claimants)
{
    // Incidents and units change now and then, so that no stream grows without end.
    private const int RoundsPerIncident = 50;
    private static readonly Person Sergeant = new("sergeant-01", "supervisor");

    private readonly ConcurrentQueue<string> _troubles = new();
    private ImmutableArray<string> _cads = [];
    private string _callsign = "";
    private int _rounds;

    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>Rounds with exactly one winner.</summary>
    public int Winners { get; private set; }

    /// <summary>Rounds in which more than one claim was accepted, or more than one incident holds the unit.</summary>
    public int DoubleWinners { get; private set; }

    /// <summary>Rounds in which every claim was refused.</summary>
    public int NoWinner { get; private set; }

    /// <summary>Rounds in which the unit, the incidents and the answers do not say the same.</summary>
    public int Disagreements { get; private set; }

    /// <summary>How long claims took.</summary>
    public LatencyHistogram Claiming { get; } = new();

    public IReadOnlyCollection<string> Troubles => _troubles;

    public async Task RunAsync(int rounds, CancellationToken cancel)
    {
        for (var round = 0; round < rounds; round++)
        {
            if (round % RoundsPerIncident == 0)
            {
                await PrepareAsync(round / RoundsPerIncident, cancel);
            }

            await RoundAsync(round, cancel);
            Interlocked.Increment(ref _rounds);
        }
    }

    private async Task PrepareAsync(int number, CancellationToken cancel)
    {
        var roster = ForcePack.London.Force.Roster.Where(u => u.Kind == Domain.Units.UnitKind.ResponseCar).ToArray();
        var unit = roster[number * 7 % roster.Length];
        _callsign = unit.Callsign;
        var book = new BookOnRequest { Callsign = _callsign, Crew = { new CrewMember { Number = _callsign, Name = "PC Claim" } } };
        await client.SendAsync(
            "BookOn", Sergeant, (g, c, o) => g.Units.BookOnAsync(With(book, r => r.Command = c), o), cancel);
        var status = new SetStatusRequest { Callsign = _callsign, Status = 2 };
        await client.SendAsync(
            "SetStatus", Sergeant, (g, c, o) => g.Units.SetStatusAsync(With(status, r => r.Command = c), o), cancel);
        var cads = ImmutableArray.CreateBuilder<string>(claimants);
        for (var claimant = 0; claimant < claimants; claimant++)
        {
            var open = new OpenIncidentRequest
            {
                OpeningCode = "40",
                Words = "Claimed by many",
                Grade = Grade.Significant,
                Location = new Location { Point = new Point { Longitude = unit.Base.Longitude, Latitude = unit.Base.Latitude } },
            };
            var opened = await client.SendAsync(
                "Open", Sergeant, (g, c, o) => g.Incidents.OpenAsync(With(open, r => r.Command = c), o), cancel);
            cads.Add(opened.Value?.Cad ?? throw new InvalidOperationException($"An incident could not be opened: {opened.Refusal}"));
        }

        _cads = cads.ToImmutable();
    }

    private async Task RoundAsync(int round, CancellationToken cancel)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claims = _cads.Select((cad, claimant) => Task.Run(() => ClaimAsync(cad, claimant, start.Task, cancel), cancel)).ToArray();
        start.SetResult();
        var won = (await Task.WhenAll(claims)).Where(cad => cad is not null).ToArray();
        var holders = new List<string>();
        foreach (var cad in _cads)
        {
            var incident = await client.AskAsync(
                "Incidents.Get", Sergeant, (g, o) => g.Incidents.GetAsync(new GetIncidentRequest { Cad = cad }, o), cancel);
            if (incident.Value?.Assignments.Any(a => string.Equals(a.Callsign, _callsign, StringComparison.Ordinal)) == true)
            {
                holders.Add(cad);
            }
        }

        var unit = await client.AskAsync(
            "Units.Get", Sergeant, (g, o) => g.Units.GetAsync(new GetUnitRequest { Callsign = _callsign }, o), cancel);
        Judge(round, won!, holders, unit.Value?.Cad ?? "?");
        foreach (var cad in holders)
        {
            var stand = new StandDownRequest { Cad = cad, Callsign = _callsign, Reason = "Next round." };
            await client.SendAsync(
                "StandDown", Sergeant, (g, c, o) => g.Incidents.StandDownAsync(With(stand, r => r.Command = c), o), cancel);
        }
    }

    private async Task<string?> ClaimAsync(string cad, int claimant, Task start, CancellationToken cancel)
    {
        var by = new Person(string.Create(CultureInfo.InvariantCulture, $"claimant-{claimant + 1}"), "despatcher");
        await start;
        var began = client.Time.GetTimestamp();
        var assign = new AssignRequest { Cad = cad, Callsign = _callsign };
        var answer = await client.SendAsync(
            "Assign", by, (g, c, o) => g.Incidents.AssignAsync(With(assign, r => r.Command = c), o), cancel);
        Claiming.Record(client.Time.GetElapsedTime(began));
        return answer.Value is null ? null : cad;
    }

    private void Judge(int round, string[] won, List<string> holders, string unitsCad)
    {
        if (won.Length > 1 || holders.Count > 1)
        {
            DoubleWinners++;
            _troubles.Enqueue($"round {round + 1}: {_callsign} was given to {List(won)}; held by {List(holders)}");
        }
        else if (won.Length == 0 && holders.Count == 0)
        {
            NoWinner++;
            _troubles.Enqueue($"round {round + 1}: nobody got {_callsign}");
        }
        else
        {
            Winners++;
        }

        var unitDisagrees = holders is [var holder] && !string.Equals(unitsCad, holder, StringComparison.Ordinal);
        if (unitDisagrees || !won.SequenceEqual(holders, StringComparer.Ordinal))
        {
            Disagreements++;
            _troubles.Enqueue($"round {round + 1}: answers say {List(won)}, incidents {List(holders)}, {_callsign} says {unitsCad}");
        }
    }

    private static string List(IEnumerable<string> cads) => string.Join(", ", cads);
}
