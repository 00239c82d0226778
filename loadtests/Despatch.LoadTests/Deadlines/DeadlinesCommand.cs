using System.CommandLine;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Deadlines;

/// <summary><c>deadlines</c>: many incidents with armed deadlines, silos killed at random, on virtual time; every deadline must be raised once and in time.</summary>
internal static class DeadlinesCommand
{
    private static readonly Option<int> Open = CommonOptions.Count("--open", 10_000, "How many incidents are open.");

    private static readonly Option<int> Minutes = CommonOptions.Count("--minutes", 60, "How long, in minutes of virtual time.");

    private static readonly Option<int> Seed = CommonOptions.Count("--seed", 1, "The run's seed: the same one gives the same run.");

    public static Command Create()
    {
        var command = new Command("deadlines", "Kills silos at random on virtual time, and looks whether a deadline was missed, doubled or late.")
        {
            Open, Minutes, Seed, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(Open), TimeSpan.FromMinutes(parsed.GetValue(Minutes)), parsed.GetValue(Seed), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(int open, TimeSpan length, int seed, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var run = new DeadlineRun(open, length, seed);
        var began = time.GetTimestamp();

        // The simulation is one thread's, from its first step to its last.
        var work = Task.Factory.StartNew(
            () => run.Run(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await output.FollowAsync("deadlines", (long)length.TotalSeconds, () => ((long)run.Done.TotalSeconds, $"{run.Done:hh\\:mm\\:ss} of virtual time"), work, time);
        var found = await work;
        var result = new
        {
            Open = found.Opened,
            found.Missed,
            found.Duplicated,
            LateOver2s = found.TooLate,
            P99LateMs = Output.Round(found.P99Late.TotalMilliseconds),
            MaxLateMs = Output.Round(found.MaxLate.TotalMilliseconds),
            found.Raised,
            found.Kills,
            VirtualMinutes = length.TotalMinutes,
            Seed = seed,
            Seconds = Output.Round(time.GetElapsedTime(began).TotalSeconds),
        };
        output.Result(
            "Deadlines",
            [
                ("incidents open", Output.Say(result.Open)),
                ("silos killed", Output.Say(result.Kills)),
                ("deadlines raised", Output.Say(result.Raised)),
                ("missed", Output.Say(result.Missed)),
                ("raised twice", Output.Say(result.Duplicated)),
                ("raised later than 2 s", Output.Say(result.LateOver2s)),
                ("99 % raised within, ms", Output.Say(result.P99LateMs)),
                ("the latest after, ms", Output.Say(result.MaxLateMs)),
            ],
            result);
        return found.Missed > 0 || found.Duplicated > 0 || found.TooLate > 0 ? Target.Failed : 0;
    }
}

/// <summary>What a run found.</summary>
/// <param name="Opened">How many incidents were opened; none is ever closed.</param>
/// <param name="Kills">How many silos were killed.</param>
/// <param name="Raised">How many deadlines were raised.</param>
/// <param name="Missed">How many were not raised though their time had passed by 2 s.</param>
/// <param name="Duplicated">How many were raised a second time.</param>
/// <param name="TooLate">How many were raised later than 2 s.</param>
/// <param name="P99Late">99 % were raised within this time.</param>
/// <param name="MaxLate">All were.</param>
internal sealed record DeadlineResult(
    int Opened, int Kills, int Raised, int Missed, int Duplicated, int TooLate, TimeSpan P99Late, TimeSpan MaxLate);
