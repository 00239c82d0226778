using System.CommandLine;
using System.Text;
using Despatch.Exercise.Clients;
using Despatch.Exercise.Events;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Replaying;

/// <summary><c>replay</c>: a file of recorded events, each seen through from contact to closed.</summary>
internal static class ReplayCommand
{
    private const int ShownTroubles = 20;

    private static readonly Option<FileInfo> Events = new("--events")
    {
        Description = "The CSV: at,longitude,latitude,reason,kind.",
        Required = true,
    };

    // More only makes the queue longer: measured on two cores, 24 are as fast as 48 and answer in half the time.
    private static readonly Option<int> Concurrency = CommonOptions.Count("--concurrency", 24, "How many events are under way at once.");

    private static readonly Option<int> Connections = CommonOptions.Count("--connections", 1, "Connections to each gateway.");

    public static Command Create()
    {
        var command = new Command("replay", "Plays recorded events in their order at full speed, each from contact to closed.")
        {
            Events, CommonOptions.Targets, Concurrency, Connections, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(Events)!, parsed.GetValue(CommonOptions.Targets)!, parsed.GetValue(Concurrency),
                parsed.GetValue(Connections), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, Uri[] targets, int concurrency, int connections, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        using var text = new StreamReader(file.FullName, Encoding.UTF8);
        var read = EventFile.Read(text, time.GetUtcNow());
        foreach (var bad in read.BadRows)
        {
            Output.Note($"{file.Name} {bad}");
        }

        await using var target = await Target.OpenAsync(targets, time, cancel);
        var options = new CommandClientOptions { Targets = target.Gateways, ConnectionsPerTarget = connections };
        using (var early = new CommandClient(options, new Tally(), time))
        {
            await Crews.BookOnAsync(early, cancel);
        }

        using var client = new CommandClient(options, new Tally(), time);
        using var crews = new Crews(client);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var terminals = crews.RunAsync(over.Token);
        var replay = new Replay(client, crews, read.Events);
        var began = time.GetTimestamp();
        await output.FollowAsync(
            "replay", read.Events.Length, () => (replay.Closed, $"{replay.Closed:#,0} closed, {client.Tally.Commands:#,0} commands"),
            replay.RunAsync(concurrency, cancel), time);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        await over.CancelAsync();
        await terminals;
        Report(output, read, replay, client.Tally, target.Host, seconds);
        return replay.Closed == read.Events.Length ? 0 : Target.Failed;
    }

    private static void Report(Output output, EventFile read, Replay replay, Tally tally, HostProcess? host, double seconds)
    {
        foreach (var trouble in replay.Troubles.Take(ShownTroubles))
        {
            Output.Note(trouble);
        }

        var result = new
        {
            Events = read.Events.Length,
            replay.Closed,
            tally.Commands,
            CommandsPerSecond = Output.Round(tally.Commands / seconds),
            P50Ms = Output.Round(tally.Durable.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(tally.Durable.Percentile(0.99).TotalMilliseconds),
            MaxMs = Output.Round(tally.Durable.Highest.TotalMilliseconds),
            PeakMb = host is null ? (double?)null : Output.Round(host.PeakMb),
            HostMb = host is null ? (double?)null : Output.Round(host.Mb),
            HostCpuSeconds = host is null ? (double?)null : Output.Round(host.Processor.TotalSeconds),
            tally.Queries,
            QueryP99Ms = Output.Round(tally.Asked.Percentile(0.99).TotalMilliseconds),
            tally.Refused,
            tally.Refusals,
            tally.Faults,
            BadRows = read.BadRows.Length,
            Seconds = Output.Round(seconds),
        };
        output.Result(
            "Replay",
            [
                ("events", Output.Say(result.Events)),
                ("closed", Output.Say(result.Closed)),
                ("durable commands", Output.Say(result.Commands)),
                ("durable commands a second", Output.Say(result.CommandsPerSecond)),
                ("half within, ms", Output.Say(result.P50Ms)),
                ("99 % within, ms", Output.Say(result.P99Ms)),
                ("queries", Output.Say(result.Queries)),
                ("refused by a rule, and the next unit taken", Output.Say(result.Refused)),
                ("host's peak memory, MB", result.PeakMb is { } mb ? Output.Say(mb) : "not ours"),
                ("broken rows", Output.Say(result.BadRows)),
                ("seconds", Output.Say(result.Seconds)),
            ],
            result);
    }
}
