using System.Collections.Immutable;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;
using Despatch.Pack;

namespace Despatch.LoadTests.Failing;

/// <summary>What is done to the site.</summary>
internal enum HarmKind
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Freeze,

    /// <summary>SIGTERM.</summary>
    Drain,
}

/// <summary>What a run is made of.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Site">To which site.</param>
/// <param name="Times">How often.</param>
/// <param name="Frozen">How long it is frozen.</param>
/// <param name="CallsAnHour">The load meanwhile.</param>
internal sealed record FailoverPlan(HarmKind Kind, string Site, int Times, TimeSpan Frozen, int CallsAnHour);

/// <summary>
/// Does something to a site again and again while calls come in, measures when each of a number of its grains answers again, and holds the
/// ledger of what was acknowledged against the log.
/// </summary>
internal sealed class Failover : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UntilHome = TimeSpan.FromSeconds(30);

    private readonly ClusterProcesses _cluster;
    private readonly FailoverPlan _plan;
    private readonly SiloProcess _victim;
    private readonly Probes _probes;
    private readonly Harm _harm;

    public Failover(ClusterProcesses cluster, FailoverPlan plan, TimeProvider time)
    {
        _cluster = cluster;
        _plan = plan;
        _victim = cluster.SiloOf(plan.Site);
        Client = new CommandClient(
            new CommandClientOptions
            {
                Targets = cluster.Gateways,

                // One whose gateway is frozen asks another after this long, and the command is worth something for as long as it takes.
                Attempt = TimeSpan.FromSeconds(2),
                CommandLife = TimeSpan.FromSeconds(15),
                OnAccepted = Ledger.Accept,
            },
            new Tally(),
            time);
        Load = new CallLoad(Client, plan.CallsAnHour);
        _probes = new Probes(Client, plan.Site);
        _harm = new Harm(cluster, _victim, Client);
    }

    public CommandClient Client { get; }

    public Ledger Ledger { get; } = new();

    public CallLoad Load { get; }

    /// <summary>How long after each harm each grain answered.</summary>
    public List<TimeSpan> BackWithin { get; } = [];

    /// <summary>The last of each round.</summary>
    public List<TimeSpan> Rounds { get; } = [];

    /// <summary>How often the site's silo was started anew.</summary>
    public int Restarts { get; private set; }

    public async Task RunAsync(CancellationToken cancel)
    {
        await _probes.PrepareAsync(Load, cancel);
        var own = Probes.UnitsOf(_plan.Site).Select(u => u.Callsign).ToHashSet(StringComparer.Ordinal);
        await Load.BookOnAsync(ForcePack.London.Force.Roster.Where(u => !own.Contains(u.Callsign)), cancel);
        using var over = new CancellationTokenSource();
        var calls = Load.RunAsync(over.Token, cancel);
        for (var round = 0; round < _plan.Times; round++)
        {
            await HomeAsync(cancel);
            await HarmAsync(cancel);
        }

        await Task.Delay(Settle, Client.Time, cancel);
        await over.CancelAsync();
        await calls;
    }

    public Task<AuditReport> AuditAsync(CancellationToken cancel) => LogAudit.RunAsync(_cluster.Database, Ledger, Client.Time, cancel);

    public void Dispose() => Client.Dispose();

    // Nothing is measured if the site's grains are not at the site.
    private async Task HomeAsync(CancellationToken cancel)
    {
        var began = Client.Time.GetTimestamp();
        while (true)
        {
            await _probes.AskAsync(Client.Time.GetTimestamp(), cancel);
            await Task.Delay(Settle, Client.Time, cancel);
            var status = await _harm.LevelAsync(cancel);
            var there = status.Silos.Where(s => string.Equals(s.Name, _victim.Name, StringComparison.Ordinal)).Sum(s => s.ActiveGrains);
            if (there >= _probes.Count)
            {
                return;
            }

            if (Client.Time.GetElapsedTime(began) > UntilHome)
            {
                throw new LocalProcessException($"Only {there} grains are at {_victim.Name} after {UntilHome.TotalSeconds} s, not {_probes.Count}.", _victim.Process.Said);
            }
        }
    }

    private async Task HarmAsync(CancellationToken cancel)
    {
        var since = Client.Time.GetTimestamp();
        switch (_plan.Kind)
        {
            case HarmKind.Kill:
                await _harm.KillAsync();
                await AnsweredAsync(since, cancel);
                await ReviveAsync(cancel);
                break;
            case HarmKind.Freeze:
                _harm.Freeze();
                await AnsweredAsync(since, cancel);
                var rest = _plan.Frozen - Client.Time.GetElapsedTime(since);
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Client.Time, cancel);
                Restarts += await _harm.ThawAsync(cancel) ? 1 : 0;
                break;
            default:
                var draining = _harm.DrainAsync();
                await AnsweredAsync(since, cancel);
                await draining;
                await ReviveAsync(cancel);
                break;
        }
    }

    private async Task AnsweredAsync(long since, CancellationToken cancel)
    {
        var back = await _probes.AskAsync(since, cancel);
        BackWithin.AddRange(back);
        Rounds.Add(back.Max());
    }

    private async Task ReviveAsync(CancellationToken cancel)
    {
        await _harm.ReviveAsync(cancel);
        Restarts++;
    }
}
