using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Numbers;
using Despatch.Domain.Pods;
using Despatch.Exercise.Clients;
using Despatch.Pack;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Failing;

/// <summary>Grains of one site, incidents and units, that are asked for a durable command each when something happens to the site.</summary>
internal sealed class Probes(CommandClient client, string site)
{
    private const int Incidents = 150;
    private const int Units = 50;
    private static readonly Person Despatcher = new("despatcher-99", "despatcher");
    private static readonly Person Crew = new("mdt-99", "crew");

    private ImmutableArray<string> _cads = [];
    private ImmutableArray<string> _callsigns = [];
    private int _round;

    /// <summary>How many grains are asked.</summary>
    public int Count => _cads.Length + _callsigns.Length;

    /// <summary>The units that are asked, so that nobody else sends them anywhere.</summary>
    public static ImmutableArray<RosterUnit> UnitsOf(string site)
    {
        var force = ForcePack.London.Force;
        var pods = force.Pods.Where(p => string.Equals(p.Site, site, StringComparison.Ordinal)).Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        return [.. force.Roster.Where(u => pods.Contains(u.Pod)).TakeLast(Units)];
    }

    /// <summary>Opens the incidents, each with its home at the site, and books the units on.</summary>
    public async Task PrepareAsync(CallLoad load, CancellationToken cancel)
    {
        var force = ForcePack.London.Force;
        var units = UnitsOf(site);
        await load.BookOnAsync(units, cancel);
        _callsigns = [.. units.Select(u => u.Callsign)];
        var home = force.Sites.IndexOf(force.Sites.First(s => string.Equals(s.Key, site, StringComparison.Ordinal)));
        var cads = ImmutableArray.CreateBuilder<string>(Incidents);
        while (cads.Count < Incidents)
        {
            var open = new OpenIncidentRequest
            {
                OpeningCode = "40", Words = "Asked whether it is still there.", Grade = V1.Grade.Referred, Pod = units[0].Pod,
            };
            var opened = await client.SendAsync("Open", Despatcher, (g, c, o) => g.Incidents.OpenAsync(With(open, r => r.Command = c), o), cancel);
            var cad = opened.Value?.Cad ?? throw new InvalidOperationException($"An incident could not be opened: {opened.Refusal}");
            if (CadNumber.TryParse(cad, out var number) && CadNumbers.SiteIndex(number.Number, force.Sites.Length) == home)
            {
                cads.Add(cad);
            }
        }

        _cads = cads.ToImmutable();
    }

    /// <summary>Asks all of them at once; how long after a moment each had answered, in no order.</summary>
    /// <param name="since">The moment, a timestamp of the client's clock.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<TimeSpan[]> AskAsync(long since, CancellationToken cancel)
    {
        var status = _round++ % 2 == 0 ? 3 : 2;
        return await Task.WhenAll(
            _cads.Select(cad => TimedAsync(AddEntryAsync(cad, cancel), since))
                .Concat(_callsigns.Select(callsign => TimedAsync(SetStatusAsync(callsign, status, cancel), since))));
    }

    private async Task<TimeSpan> TimedAsync(Task asked, long since)
    {
        await asked;
        return client.Time.GetElapsedTime(since);
    }

    private async Task AddEntryAsync(string cad, CancellationToken cancel)
    {
        var add = new AddEntryRequest { Cad = cad, Words = "Still there?" };
        await client.SendAsync("AddEntry", Despatcher, (g, c, o) => g.Incidents.AddEntryAsync(With(add, r => r.Command = c), o), cancel);
    }

    private async Task SetStatusAsync(string callsign, int status, CancellationToken cancel)
    {
        var set = new SetStatusRequest { Callsign = callsign, Status = status };
        await client.SendAsync("SetStatus", Crew, (g, c, o) => g.Units.SetStatusAsync(With(set, r => r.Command = c), o), cancel);
    }
}
