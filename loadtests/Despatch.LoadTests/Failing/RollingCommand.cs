using System.CommandLine;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;
using Despatch.Pack;

namespace Despatch.LoadTests.Failing;

/// <summary><c>rolling</c>: every site in turn is drained and started anew, as an upgrade does it, while calls come in. No command may fail.</summary>
internal static class RollingCommand
{
    private const int ShownTroubles = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    private static readonly Option<int> CallsAnHour = CommonOptions.Count("--calls-an-hour", 26_000, "Calls meanwhile.");

    public static Command Create()
    {
        var command = new Command("rolling", "Starts a cluster of three sites, and drains and restarts one after the other while calls come in.")
        {
            CallsAnHour, CommonOptions.Postgres, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(CallsAnHour), parsed.GetValue(CommonOptions.Postgres), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(int callsAnHour, string? postgres, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var cluster = await OwnCluster.StartAsync(postgres, time, cancel);
        var ledger = new Ledger();
        using var client = new CommandClient(
            new CommandClientOptions { Targets = cluster.Gateways, Attempt = TimeSpan.FromSeconds(2), OnAccepted = ledger.Accept }, new Tally(), time);
        var load = new CallLoad(client, callsAnHour);
        var took = new List<TimeSpan>();
        await output.FollowAsync(
            "rolling", cluster.Silos.Count, () => (took.Count, $"{ledger.Count:#,0} commands"), RollAsync(cluster, client, load, took, cancel), time);
        var audit = await LogAudit.RunAsync(cluster.Database, ledger, time, cancel);
        Output.Notes(load.Troubles.Concat(audit.Lost.Select(l => $"lost: {l}")).Concat(audit.Doubles.Select(d => $"double: {d}")), ShownTroubles);
        var failed = client.Tally.Faults.Where(f => !f.Key.StartsWith("GetStatus", StringComparison.Ordinal)).Sum(f => f.Value);
        var result = new
        {
            FailedCommands = failed,
            Acknowledged = ledger.Count,
            Lost = audit.Lost.Length,
            DoubleAssigned = audit.Doubles.Length,
            audit.ChainIsIntact,
            RestartsMs = took.Select(t => Output.Round(t.TotalMilliseconds)),
            client.Tally.Retries,
            P99Ms = Output.Round(client.Tally.Durable.Percentile(0.99).TotalMilliseconds),
            MaxMs = Output.Round(client.Tally.Durable.Highest.TotalMilliseconds),
            CallsBegun = load.Begun,
            CallsClosed = load.Closed,
        };
        output.Result(
            "Rolling restart",
            [
                ("commands that failed for the client", Output.Say(failed)),
                ("acknowledged commands", Output.Say(result.Acknowledged)),
                ("of these not in the log", Output.Say(result.Lost)),
                ("units on two incidents", Output.Say(result.DoubleAssigned)),
                ("99 % of commands answered within, ms", Output.Say(result.P99Ms)),
            ],
            result);
        return failed + result.Lost + result.DoubleAssigned > 0 || !audit.ChainIsIntact ? Target.Failed : 0;
    }

    private static async Task RollAsync(
        ClusterProcesses cluster, CommandClient client, CallLoad load, List<TimeSpan> took, CancellationToken cancel)
    {
        await load.BookOnAsync(ForcePack.London.Force.Roster, cancel);
        using var over = new CancellationTokenSource();
        var calls = load.RunAsync(over.Token, cancel);
        foreach (var silo in cluster.Silos)
        {
            await Task.Delay(Settle, client.Time, cancel);
            var harm = new Harm(cluster, silo, client);
            var began = client.Time.GetTimestamp();
            await harm.DrainAsync();
            await harm.ReviveAsync(cancel);
            took.Add(client.Time.GetElapsedTime(began));
        }

        await Task.Delay(Settle, client.Time, cancel);
        await over.CancelAsync();
        await calls;
    }
}
