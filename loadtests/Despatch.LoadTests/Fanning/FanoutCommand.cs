using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Hosting;
using Despatch.V1;

namespace Despatch.LoadTests.Fanning;

/// <summary><c>fanout</c>: how long after a command is sent every watching console shows what came of it.</summary>
internal static class FanoutCommand
{
    private const int ConsolesPerConnection = 50;
    private const int Incidents = 200;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly Person Despatcher = new("despatcher-01", "despatcher");

    private static readonly Option<int> Consoles = CommonOptions.Count("--consoles", 500, "How many watch the whole board, spread over the gateways.");
    private static readonly Option<int> Seconds = CommonOptions.Count("--seconds", 20, "How long.");

    // The 26,000 calls an hour of the other commands, at nine commands a call, would be 65; each is a change that every console is sent.
    private static readonly Option<int> Rate = CommonOptions.Count("--commands-a-second", 20, "Commands sent meanwhile, at an even rate.");

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("fanout", "Starts a cluster of three sites, lets consoles watch its board, and measures from a command to every screen.")
        {
            Consoles, Seconds, Rate, CommonOptions.Postgres, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(Consoles), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), parsed.GetValue(Rate),
                parsed.GetValue(CommonOptions.Postgres), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        int consoles, TimeSpan length, int rate, string? postgres, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var cluster = await OwnCluster.StartAsync(postgres, time, cancel);
        using var client = new CommandClient(new CommandClientOptions { Targets = cluster.Gateways }, new Tally(), time);
        var connections = Math.Max(1, consoles / cluster.Gateways.Length / ConsolesPerConnection);
        using var watching = new CommandClient(
            new CommandClientOptions { Targets = cluster.Gateways, ConnectionsPerTarget = connections }, new Tally(), time);
        var cads = await OpenAsync(client, cancel);
        var screens = Enumerable.Range(0, consoles).Select(_ => new WatchingConsole(watching.NextGateway(), watching)).ToImmutableArray();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watches = Task.WhenAll(screens.Select((s, i) => Task.Run(
            () => s.RunAsync(new Person(string.Create(CultureInfo.InvariantCulture, $"console-{i:000}"), "despatcher"), over.Token), cancel)));
        await Task.WhenAny(watches, Task.WhenAll(screens.Select(s => s.Shown)));
        var sent = new List<Sent>();
        await output.FollowAsync("fanout", (long)(length.TotalSeconds * rate), () => (sent.Count, $"{sent.Count:#,0} commands"), SendAsync(), time);
        await Task.Delay(Settle, time, cancel);
        await over.CancelAsync();
        await watches;
        return Report(output, Judge(screens, sent, time), screens.Length, sent.Count, client.Tally);

        async Task SendAsync()
        {
            await Task.Delay(Settle, time, cancel);
            using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1) / rate, time);
            var answers = new List<Task<Sent>>();
            for (var i = 0; i < length.TotalSeconds * rate; i++)
            {
                await ticks.WaitForNextTickAsync(cancel);
                answers.Add(SayAsync(client, cads[i % cads.Length], cancel));
            }

            sent.AddRange(await Task.WhenAll(answers));
        }
    }

    private static Task<string[]> OpenAsync(CommandClient client, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, Incidents).Select(async _ =>
        {
            var open = new OpenIncidentRequest { OpeningCode = "40", Words = "On every screen.", Grade = Grade.Extended };
            var opened = await client.SendAsync("Open", Despatcher, (g, c, o) => { open.Command = c; return g.Incidents.OpenAsync(open, o); }, cancel);
            return opened.Value?.Cad ?? throw new InvalidOperationException($"An incident could not be opened: {opened.Refusal}");
        }));

    private static async Task<Sent> SayAsync(CommandClient client, string cad, CancellationToken cancel)
    {
        var began = client.Time.GetTimestamp();
        var add = new AddEntryRequest { Cad = cad, Words = "Seen on every screen." };
        var answer = await client.SendAsync("AddEntry", Despatcher, (g, c, o) => { add.Command = c; return g.Incidents.AddEntryAsync(add, o); }, cancel);
        return new Sent(began, client.Time.GetTimestamp(), answer.Value?.Position ?? throw new InvalidOperationException($"{answer.Refusal}"));
    }

    // Of each command on each screen: from sent to shown; and from acknowledged to the first screen of each gateway, which is its board.
    private static (LatencyHistogram Screens, LatencyHistogram Boards, long Missed) Judge(
        ImmutableArray<WatchingConsole> screens, List<Sent> sent, TimeProvider time)
    {
        var (all, boards, missed) = (new LatencyHistogram(), new LatencyHistogram(), 0L);
        var first = new Dictionary<(Uri, long), long>();
        foreach (var screen in screens)
        {
            var reached = screen.Reached.ToArray();
            var next = 0;
            foreach (var command in sent.OrderBy(s => s.Position))
            {
                while (next < reached.Length && reached[next].Position < command.Position)
                {
                    next++;
                }

                if (next == reached.Length)
                {
                    missed++;
                    continue;
                }

                all.Record(time.GetElapsedTime(command.Began, reached[next].At));
                var key = (screen.Gateway, command.Position);
                first[key] = Math.Min(first.GetValueOrDefault(key, long.MaxValue), reached[next].At);
            }
        }

        var acknowledged = sent.ToDictionary(s => s.Position, s => s.Acknowledged);
        foreach (var ((_, position), at) in first)
        {
            var lag = time.GetElapsedTime(acknowledged[position], at);
            boards.Record(lag > TimeSpan.Zero ? lag : TimeSpan.Zero);
        }

        return (all, boards, missed);
    }

    private static int Report(
        Output output, (LatencyHistogram Screens, LatencyHistogram Boards, long Missed) judged, int consoles, int commands, Tally tally)
    {
        var result = new
        {
            Consoles = consoles,
            Commands = commands,
            P50Ms = Output.Round(judged.Screens.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(judged.Screens.Percentile(0.99).TotalMilliseconds),
            MaxMs = Output.Round(judged.Screens.Highest.TotalMilliseconds),
            BoardP99Ms = Output.Round(judged.Boards.Percentile(0.99).TotalMilliseconds),
            CommandP99Ms = Output.Round(tally.Durable.Percentile(0.99).TotalMilliseconds),
            judged.Missed,
            tally.Faults,
        };
        output.Result(
            "Fan-out",
            [
                ("consoles", Output.Say(consoles)),
                ("commands", Output.Say(commands)),
                ("half of all screens show it within, ms", Output.Say(result.P50Ms)),
                ("99 % within, ms", Output.Say(result.P99Ms)),
                ("from acknowledged to every site's board, 99 % within, ms", Output.Say(result.BoardP99Ms)),
                ("never shown", Output.Say(judged.Missed)),
            ],
            result);
        return judged.Missed > 0 || tally.Faults.Count > 0 ? Target.Failed : 0;
    }

    private sealed record Sent(long Began, long Acknowledged, long Position);
}
