using Despatch.Exercise.Clients;
using Despatch.LoadTests.Auditing;
using Despatch.LocalCluster;
using Despatch.Pack;
using Despatch.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Despatch.LoadTests.Failing;

/// <summary>
/// Takes the database away while calls come in. Beside the load, which does what people do and tries again, single tries without a
/// second one show how long a client waits for the word that nothing can be done.
/// </summary>
internal sealed class DatabaseAway : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    // People wait for their system to come back: a command of theirs outlives the absence.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);
    private static readonly Person Despatcher = new("despatcher-98", "despatcher");

    private readonly ClusterProcesses _cluster;
    private readonly TimeSpan _away;
    private readonly int _times;
    private string _cad = "";

    public DatabaseAway(ClusterProcesses cluster, TimeSpan away, int times, int callsAnHour, TimeProvider time)
    {
        _cluster = cluster;
        _away = away;
        _times = times;
        Client = new CommandClient(
            new CommandClientOptions { Targets = cluster.Gateways, CommandLife = away + Grace, OnAccepted = Ledger.Accept }, new Tally(), time);
        Load = new CallLoad(Client, callsAnHour);
    }

    public CommandClient Client { get; }

    public Ledger Ledger { get; } = new();

    public CallLoad Load { get; }

    /// <summary>How long each single try took to be told UNAVAILABLE while the database was away.</summary>
    public List<TimeSpan> Told { get; } = [];

    /// <summary>Single tries that were told something else than UNAVAILABLE.</summary>
    public List<string> ToldOtherwise { get; } = [];

    /// <summary>How long after each return the first command was durable again, through every gateway.</summary>
    public List<TimeSpan> Resumed { get; } = [];

    /// <summary>Silos that were not running any more at the end.</summary>
    public int SilosLost => _cluster.Silos.Count(s => !s.Runs);

    public async Task RunAsync(CancellationToken cancel)
    {
        await Load.BookOnAsync(ForcePack.London.Force.Roster, cancel);
        var open = new OpenIncidentRequest { OpeningCode = "40", Words = "Single tries.", Grade = Grade.Referred };
        var opened = await Client.SendAsync("Open", Despatcher, (g, c, o) => { open.Command = c; return g.Incidents.OpenAsync(open, o); }, cancel);
        _cad = opened.Value!.Cad;
        using var over = new CancellationTokenSource();
        var calls = Load.RunAsync(over.Token, cancel);
        for (var time = 0; time < _times; time++)
        {
            await Task.Delay(Settle, Client.Time, cancel);
            await RoundAsync(cancel);
        }

        await Task.Delay(Settle, Client.Time, cancel);
        await over.CancelAsync();
        await calls;
    }

    public Task<AuditReport> AuditAsync(CancellationToken cancel) => LogAudit.RunAsync(_cluster.Database, Ledger, Client.Time, cancel);

    public void Dispose() => Client.Dispose();

    private async Task RoundAsync(CancellationToken cancel)
    {
        await _cluster.Postgres!.StopAsync();
        var gone = Client.Time.GetTimestamp();
        while (Client.Time.GetElapsedTime(gone) < _away)
        {
            var began = Client.Time.GetTimestamp();
            if (await TryAsync(Client.NextGateway(), cancel) is not { } status)
            {
                ToldOtherwise.Add("accepted");
            }
            else if (status.StatusCode == StatusCode.Unavailable)
            {
                Told.Add(Client.Time.GetElapsedTime(began));
            }
            else
            {
                ToldOtherwise.Add($"{status.StatusCode}: {status.Detail}");
            }

            await Task.Delay(BetweenTries, Client.Time, cancel);
        }

        await _cluster.Postgres.StartAgainAsync();
        var back = Client.Time.GetTimestamp();
        foreach (var _ in _cluster.Silos)
        {
            var gateway = Client.NextGateway();
            while (await TryAsync(gateway, cancel) is not null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Client.Time, cancel);
            }

            Resumed.Add(Client.Time.GetElapsedTime(back));
        }
    }

    // The status of a failure, or null when it was done.
    private async Task<Status?> TryAsync(Gateway gateway, CancellationToken cancel)
    {
        var deadline = Client.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        var command = new Command { CommandId = Client.NewCommandId(), Deadline = Timestamp.FromDateTimeOffset(deadline) };
        var add = new AddEntryRequest { Command = command, Cad = _cad, Words = "A single try." };
        try
        {
            await gateway.Incidents.AddEntryAsync(add, new CallOptions(Client.HeadersOf(Despatcher), deadline.UtcDateTime, cancel));
            Ledger.Accept("AddEntry", command.CommandId);
            return null;
        }
        catch (RpcException fault) when (!cancel.IsCancellationRequested)
        {
            return fault.Status;
        }
    }
}
