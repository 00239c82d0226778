using System.CommandLine;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;
using Despatch.Pack;
using Despatch.V1;
using static Despatch.LoadTests.Requests;

namespace Despatch.LoadTests.Writing;

/// <summary>
/// <c>write</c>: clients that each write on an incident of their own as fast as they are answered, through the gateways of a cluster; beside
/// it, on the same server in the same run, what an INSERT and a commit a command would give. They ask any gateway in turn, so that two calls in
/// three are passed on between silos; or, as one control room does, all that of their own site, about its own incidents.
/// </summary>
internal static class WriteCommand
{
    /// <summary>Until silos that run for months have compiled what is hot: for so long four processes do that beside the work.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private static readonly Person Despatcher = new("despatcher-01", "despatcher");

    private static readonly Option<int> Clients = CommonOptions.Count("--clients", 64, "How many write at once.");
    private static readonly Option<int> Seconds = CommonOptions.Count("--seconds", 20, "How long.");
    private static readonly Option<string> At = CommonOptions.Site("--at", "The site where all of them work. Without it they ask every gateway in turn.");
    private static readonly Option<bool> Compare = new("--compare") { Description = "Also with Npgsql alone: an INSERT and a commit a command." };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("write", "Writes entries on incidents through a cluster of three sites as fast as they are durable.")
        {
            Clients, Seconds, At, Compare, CommonOptions.Postgres, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(Clients), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), parsed.GetValue(At), parsed.GetValue(Compare),
                parsed.GetValue(CommonOptions.Postgres), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        int clients, TimeSpan length, string? at, bool compare, string? postgres, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var cluster = await OwnCluster.StartAsync(postgres, time, cancel);
        var ledger = new Ledger();
        var options = new CommandClientOptions
        {
            Targets = at is null ? cluster.Gateways : [cluster.SiloOf(at).Gateway],
            ConnectionsPerTarget = at is null ? 1 : cluster.Gateways.Length,
            OnAccepted = ledger.Accept,
        };
        var pod = at is null ? "" : ForcePack.London.Force.Pods.First(p => string.Equals(p.Site, at, StringComparison.Ordinal)).Code;
        using (var early = new CommandClient(options, new Tally(), time))
        {
            await WriteAsync(early, clients, pod, WarmUp, cancel);
        }

        var inserts = compare ? await Inserts.RunAsync(cluster.Database, clients, length, time, cancel) : (Count: 0, Took: new LatencyHistogram());
        using var client = new CommandClient(options, new Tally(), time);
        var began = time.GetTimestamp();
        var written = WriteAsync(client, clients, pod, length, cancel);
        await output.FollowAsync(
            "write", (long)length.TotalSeconds, () => ((long)time.GetElapsedTime(began).TotalSeconds, $"{client.Tally.Commands:#,0} commands"), written, time);
        var seconds = await written;
        var audit = await LogAudit.RunAsync(cluster.Database, ledger, time, cancel);
        var perSecond = client.Tally.Commands / seconds.TotalSeconds;
        var insertsPerSecond = inserts.Count / length.TotalSeconds;
        var result = new
        {
            Clients = clients,
            At = at,
            CommandsPerSecond = Output.Round(perSecond),
            InsertsPerSecond = compare ? Output.Round(insertsPerSecond) : (double?)null,
            Ratio = compare ? Output.Round(perSecond / insertsPerSecond) : (double?)null,
            P50Ms = Output.Round(client.Tally.Durable.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(client.Tally.Durable.Percentile(0.99).TotalMilliseconds),
            InsertP99Ms = compare ? Output.Round(inserts.Took.Percentile(0.99).TotalMilliseconds) : (double?)null,
            Acknowledged = ledger.Count,
            Lost = audit.Lost.Length,
            client.Tally.Refusals,
            client.Tally.Faults,
        };
        output.Result(
            "Write",
            [
                ("clients", Output.Say(clients)),
                ("durable commands a second", Output.Say(result.CommandsPerSecond)),
                ("INSERT and commit a second", compare ? Output.Say(insertsPerSecond) : "not compared"),
                ("99 % of commands within, ms", Output.Say(result.P99Ms)),
                ("acknowledged, and not in the log", Output.Say(result.Lost)),
            ],
            result);
        return result.Lost > 0 || client.Tally.Faults.Count > 0 ? Target.Failed : 0;
    }

    // How long it took.
    private static async Task<TimeSpan> WriteAsync(CommandClient client, int clients, string pod, TimeSpan length, CancellationToken cancel)
    {
        var cads = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            var open = new OpenIncidentRequest { OpeningCode = "40", Words = "Written on by one client.", Pod = pod, Grade = Grade.Referred };
            var opened = await client.SendAsync("Open", Despatcher, (g, c, o) => g.Incidents.OpenAsync(With(open, r => r.Command = c), o), cancel);
            return opened.Value?.Cad ?? throw new InvalidOperationException($"An incident could not be opened: {opened.Refusal}");
        }));
        var began = client.Time.GetTimestamp();
        await Task.WhenAll(cads.Select(cad => Task.Run(
            async () =>
            {
                while (client.Time.GetElapsedTime(began) < length)
                {
                    var add = new AddEntryRequest { Cad = cad, Words = "The caller says that the men have gone towards the station; no weapons were seen." };
                    await client.SendAsync("AddEntry", Despatcher, (g, c, o) => g.Incidents.AddEntryAsync(With(add, r => r.Command = c), o), cancel);
                }
            },
            cancel)));
        return client.Time.GetElapsedTime(began);
    }
}
