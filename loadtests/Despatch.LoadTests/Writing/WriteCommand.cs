using System.CommandLine;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;
using Despatch.Pack;

namespace Despatch.LoadTests.Writing;

/// <summary>
/// <c>write</c>: clients that each write on an incident of their own as fast as they are answered, through the gateways of a cluster; beside
/// it, on the same server in the same run, what an INSERT and a commit a command would give: the two in turn, a quarter of the time at a
/// time, so that a machine that is now faster and now slower is so for both. They ask any gateway in turn, so that two commands in three are
/// passed on between silos; or, as one control room does, all that of their own site, about its own incidents.
/// </summary>
internal static class WriteCommand
{
    /// <summary>Until silos that run for months have compiled what is hot: for so long four processes do that beside the work.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private const int Turns = 4;

    private static readonly Option<int> Clients = CommonOptions.Count("--clients", 64, "How many write at once.");
    private static readonly Option<int> Seconds = CommonOptions.Count("--seconds", 20, "How long.");
    private static readonly Option<string> At = CommonOptions.Site("--at", "The site where all of them work. Without it they ask every gateway in turn.");
    private static readonly Option<bool> Calls = new("--calls") { Description = "A call for each entry, in place of a stream for each client." };
    private static readonly Option<bool> Compare = new("--compare") { Description = "Also with Npgsql alone: an INSERT and a commit a command." };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("write", "Writes entries on incidents through a cluster of three sites as fast as they are durable.")
        {
            Clients, Seconds, At, Calls, Compare, CommonOptions.Postgres, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            var how = new How(parsed.GetValue(Clients), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), parsed.GetValue(At), parsed.GetValue(Calls), parsed.GetValue(Compare));
            return CommonOptions.GuardAsync(() => RunAsync(how, parsed.GetValue(CommonOptions.Postgres), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(How how, string? postgres, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var cluster = await OwnCluster.StartAsync(postgres, time, cancel);
        var ledger = new Ledger();
        var options = new CommandClientOptions
        {
            Targets = how.At is null ? cluster.Gateways : [cluster.SiloOf(how.At).Gateway],
            ConnectionsPerTarget = how.At is null ? 1 : cluster.Gateways.Length,
            OnAccepted = ledger.Accept,
        };
        var pod = how.At is null ? "" : ForcePack.London.Force.Pods.First(p => string.Equals(p.Site, how.At, StringComparison.Ordinal)).Code;
        using (var early = new CommandClient(options, new Tally(), time))
        {
            await (await Writers.OpenAsync(early, how.Clients, pod, how.Calls, cancel)).WriteAsync(WarmUp, cancel);
        }

        using var client = new CommandClient(options, new Tally(), time);
        var began = time.GetTimestamp();
        var measuring = MeasureAsync(client, how, pod, cluster.Database, cancel);
        var total = how.Length * (how.Compare ? 2 : 1);
        await output.FollowAsync(
            "write", (long)total.TotalSeconds, () => ((long)time.GetElapsedTime(began).TotalSeconds, $"{client.Tally.Commands:#,0} commands"),
            measuring, time);
        var measured = await measuring;
        var audit = await LogAudit.RunAsync(cluster.Database, ledger, time, cancel);
        Say(how, client.Tally, measured, ledger.Count, audit.Lost.Length, output);
        return audit.Lost.Length > 0 || client.Tally.Faults.Count > 0 ? Target.Failed : 0;
    }

    private static async Task<Measured> MeasureAsync(CommandClient client, How how, string pod, string database, CancellationToken cancel)
    {
        var writers = await Writers.OpenAsync(client, how.Clients, pod, how.Calls, cancel);
        await using var inserts = how.Compare ? await Inserts.CreateAsync(database, how.Clients, client.Time, cancel) : null;
        var (written, inserted) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var turn = 0; turn < Turns; turn++)
        {
            if (inserts is not null)
            {
                var began = client.Time.GetTimestamp();
                await inserts.RunAsync(how.Length / Turns, cancel);
                inserted += client.Time.GetElapsedTime(began);
            }

            written += await writers.WriteAsync(how.Length / Turns, cancel);
        }

        return new Measured(
            client.Tally.Commands / written.TotalSeconds, inserts?.Count / inserted.TotalSeconds, inserts?.Took.Percentile(0.99));
    }

    private static void Say(How how, Tally tally, Measured measured, int acknowledged, int lost, Output output)
    {
        var result = new
        {
            how.Clients,
            how.At,
            how.Calls,
            CommandsPerSecond = Output.Round(measured.CommandsPerSecond),
            InsertsPerSecond = Round(measured.InsertsPerSecond),
            Ratio = Round(measured.CommandsPerSecond / measured.InsertsPerSecond),
            P50Ms = Output.Round(tally.Durable.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(tally.Durable.Percentile(0.99).TotalMilliseconds),
            InsertP99Ms = Round(measured.InsertP99?.TotalMilliseconds),
            Acknowledged = acknowledged,
            Lost = lost,
            tally.Refusals,
            tally.Faults,
        };
        output.Result(
            "Write",
            [
                ("clients", Output.Say(how.Clients)),
                ("durable commands a second", Output.Say(result.CommandsPerSecond)),
                ("INSERT and commit a second", result.InsertsPerSecond is { } compared ? Output.Say(compared) : "not compared"),
                ("99 % of commands within, ms", Output.Say(result.P99Ms)),
                ("acknowledged, and not in the log", Output.Say(lost)),
            ],
            result);

        static double? Round(double? figure) => figure is { } known ? Output.Round(known) : null;
    }

    private sealed record How(int Clients, TimeSpan Length, string? At, bool Calls, bool Compare);

    private sealed record Measured(double CommandsPerSecond, double? InsertsPerSecond, TimeSpan? InsertP99);
}
