using System.CommandLine;
using Despatch.Domain.Markers;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.LoadTests.Hosting;
using Despatch.LoadTests.Remembering;

namespace Despatch.LoadTests.Intake;

/// <summary>
/// <c>intake</c>: opens incidents at a host with a long past, and looks how long an opening takes, and whether what it offers to link is what
/// truly belongs. Figures: issue 4.
/// </summary>
internal static class IntakeCommand
{
    private const double P99Ms = 50;
    private const double Recall = 0.95;
    private const double Precision = 0.90;

    /// <summary>One call of the past to so many people: some are never heard of, some again and again.</summary>
    private const double CallsAResident = 1.2;

    private static readonly Option<int> PastCalls = CommonOptions.Count("--past", 500_000, "How many closed incidents the log holds.");

    private static readonly Option<int> Marked = CommonOptions.Count("--markers", 100_000, "How many markers are known.");

    // Half an hour at the peak that the Met's tender names: 2,600 calls an hour. So as many lie near in time as ever will.
    private static readonly Option<int> Openings = CommonOptions.Count("--open", 1_300, "How many are opened and looked at.");

    private static readonly Option<int> Seed = CommonOptions.Count("--seed", 1, "The town's seed: the same one gives the same town and calls.");

    private static readonly Option<FileInfo?> Keep = new("--log")
    {
        Description = "Where the past is kept for another run of the same day, --past, --markers and --seed; each run works on a copy.",
    };

    public static Command Create()
    {
        var command = new Command("intake", "Opens incidents at a host with a long past, and holds the link candidates that it offers against the truth.")
        {
            PastCalls, Marked, Openings, Seed, Keep, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            var plan = new Plan(
                parsed.GetValue(PastCalls), parsed.GetValue(Marked), parsed.GetValue(Openings), parsed.GetValue(Seed), parsed.GetValue(Keep));
            return CommonOptions.GuardAsync(() => RunAsync(plan, output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(Plan plan, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var town = new Town((int)(plan.Past / CallsAResident), plan.Seed, today);
        var happenings = new Happenings(town, plan.Seed);
        var labels = new Labels();
        var past = new List<Happening>(plan.Past);
        for (var i = 0; i < plan.Past; i++)
        {
            past.Add(happenings.Past());
            labels.Add(past[^1].Label);
        }

        List<MarkerSubject> marked = [.. Enumerable.Range(0, plan.Markers).Select(_ => happenings.Marked())];
        var folder = Directory.CreateTempSubdirectory("despatch-intake-");
        try
        {
            var log = Path.Combine(folder.FullName, "past.db");
            await PrepareAsync(plan, log, past, marked, output, time, today, cancel);
            var bytes = new FileInfo(log).Length;
            await using var host = await MeasuredHost.StartAsync(new SqlitePastLog(log), time, cancel);
            var run = new IntakeRun(host.Client, happenings, past, labels, plan.Openings, today, plan.Seed);
            await output.FollowAsync("open", plan.Openings, () => (run.Done, ""), run.RunAsync(cancel), time);
            return Report(output, plan, bytes, host, run.Outcome);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PrepareAsync(
        Plan plan, string log, IReadOnlyList<Happening> past, IReadOnlyList<MarkerSubject> marked, Output output, TimeProvider time, DateOnly today,
        CancellationToken cancel)
    {
        if (plan.Keep is not { Exists: true } kept)
        {
            await WriteAsync(log, past, marked, output, time, today, cancel);
            plan.Keep?.Directory?.Create();
            if (plan.Keep is { } keep)
            {
                File.Copy(log, keep.FullName);
            }
        }
        else
        {
            File.Copy(kept.FullName, log);
        }
    }

    private static async Task WriteAsync(
        string file, IReadOnlyList<Happening> past, IReadOnlyList<MarkerSubject> marked, Output output, TimeProvider time, DateOnly today,
        CancellationToken cancel)
    {
        var clock = new PastClock();
        try
        {
            await using var log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = file, MaxBatch = 4_096, MaxWaiting = 16_384 }, clock);
            var writer = new PastIntake(log, clock, past.Count, today);
            await output.FollowAsync("write", past.Count + marked.Count, () => (writer.Written, $"{writer.Written:#,0}"), WriteAllAsync(), time);
            async Task WriteAllAsync()
            {
                await writer.RunAsync(past, cancel);
                await writer.MarkAsync(marked, cancel);
            }
        }
        catch (EventLogException fault)
        {
            throw new HostException(fault.Message, "");
        }
    }

    private static int Report(Output output, Plan plan, long bytes, MeasuredHost host, Outcome outcome)
    {
        var p99 = outcome.Took.Percentile(0.99).TotalMilliseconds;
        var within = new { P99 = p99 <= P99Ms, Recall = outcome.Recall >= Recall, Precision = outcome.Precision >= Precision };
        var result = new
        {
            P99Ms = Output.Round(p99),
            Recall = Math.Round(outcome.Recall, 3),
            Precision = Math.Round(outcome.Precision, 3),
            Within = within,
            P50Ms = Output.Round(outcome.Took.Percentile(0.5).TotalMilliseconds),
            plan.Past,
            plan.Markers,
            MarkersShown = outcome.Markers,
            Opened = plan.Openings,
            plan.Seed,
            Related = outcome.Expected,
            outcome.Offered,
            outcome.Missed,
            outcome.Right,
            outcome.Wrong,
            LogMb = Output.Round(bytes / 1024.0 / 1024.0),
            FirstStartMs = Output.Round(host.UntilReady.TotalMilliseconds),
            MemoryMb = Output.Round(host.Mb),
        };
        output.Result(
            "Intake",
            [
                ("past incidents", Output.Say(result.Past)),
                ("markers", Output.Say(result.Markers)),
                ("log, MB", Output.Say(result.LogMb)),
                ("first start, ms", Output.Say(result.FirstStartMs)),
                ("opened", Output.Say(result.Opened)),
                ("half of openings within, ms", Output.Say(result.P50Ms)),
                ("99 % of openings within, ms", Output.Say(result.P99Ms)),
                ("markers shown", Output.Say(result.MarkersShown)),
                ("candidates offered", Output.Say(result.Offered)),
                ("related incidents", Output.Say(result.Related)),
                ("recall", Output.Say(result.Recall)),
                ("precision", Output.Say(result.Precision)),
            ],
            result);
        return within.P99 && within.Recall && within.Precision ? 0 : Target.Failed;
    }

    /// <summary>What was asked for.</summary>
    private sealed record Plan(int Past, int Markers, int Openings, int Seed, FileInfo? Keep);
}
