using System.CommandLine;
using Despatch.EventLog;
using Despatch.EventLog.Sqlite;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Remembering;

/// <summary><c>history</c>: what years of closed incidents cost a host at its start, at every command and in memory.</summary>
internal static class HistoryCommand
{
    /// <summary>The figure: start-up within so much more of an empty log's, latency and memory within a tenth (issue 3).</summary>
    private const double MoreStartUpMs = 2_000;
    private const double Ratio = 1.1;

    private static readonly Option<int> Incidents = CommonOptions.Count("--incidents", 100_000, "How many closed incidents the full log holds.");

    private static readonly Option<FileInfo?> Keep = new("--log")
    {
        Description = "Where the full log is made; it is kept, and used as it is when it is there already. Without it, a file that goes with the run.",
    };

    public static Command Create()
    {
        var command = new Command("history", "Writes a log of closed incidents, and compares a host on it with one on an empty log.")
        {
            Incidents, Keep, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(parsed.GetValue(Incidents), parsed.GetValue(Keep), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(int incidents, FileInfo? keep, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var folder = Directory.CreateTempSubdirectory("despatch-history-");
        try
        {
            var full = keep?.FullName ?? Path.Combine(folder.FullName, "full.db");
            var written = File.Exists(full) ? new Written(null, null) : await WriteAsync(full, incidents, output, time, cancel);
            var comparison = new Comparison(Path.Combine(folder.FullName, "empty.db"), full, time, cancel);
            await output.FollowAsync("compare", Comparison.Steps, () => (comparison.Done, ""), comparison.RunAsync(), time);
            return Report(output, incidents, written, new FileInfo(full).Length, comparison);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Written> WriteAsync(string file, int incidents, Output output, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var clock = new PastClock();
        try
        {
            await using var log = SqliteEventLog.Open(new SqliteEventLogOptions { Path = file, MaxBatch = 4_096, MaxWaiting = 16_384 }, clock);
            var past = new Past(log, clock, incidents, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
            await output.FollowAsync(
                "write", incidents, () => (past.Closed, $"{past.Closed:#,0} incidents"), past.RunAsync(cancel), time);
            return new Written(time.GetElapsedTime(began).TotalSeconds, await log.LastPositionAsync(cancel));
        }
        catch (EventLogException fault)
        {
            throw new HostException(fault.Message, "");
        }
    }

    private static int Report(Output output, int incidents, Written written, long bytes, Comparison seen)
    {
        var startUp = seen.StartUpMs[1] - seen.StartUpMs[0] <= MoreStartUpMs;
        var latency = seen.P99Ms[1] <= seen.P99Ms[0] * Ratio;
        var memory = seen.MemoryMb[1] <= seen.MemoryMb[0] * Ratio;
        var result = new
        {
            seen.StartUpMs,
            seen.P99Ms,
            seen.MemoryMb,
            seen.P50Ms,
            Within = new { StartUp = startUp, Latency = latency, Memory = memory },
            Incidents = incidents,
            written.Events,
            LogMb = Output.Round(bytes / 1024.0 / 1024.0),
            WriteSeconds = written.Seconds is { } seconds ? Output.Round(seconds) : (double?)null,
            FirstStartMs = Output.Round(seen.FirstStart.TotalMilliseconds),
            seen.Commands,
        };
        output.Result(
            "History: empty log, full log",
            [
                ("closed incidents", Output.Say(incidents)),
                ("log, MB", Output.Say(result.LogMb)),
                ("written in, s", result.WriteSeconds is { } s ? Output.Say(s) : "it was there"),
                ("first start on the full log, ms", Output.Say(result.FirstStartMs)),
                ("start-up, ms", Both(seen.StartUpMs)),
                ("half of commands within, ms", Both(seen.P50Ms)),
                ("99 % of commands within, ms", Both(seen.P99Ms)),
                ("memory, MB", Both(seen.MemoryMb)),
            ],
            result);
        return startUp && latency && memory ? 0 : Target.Failed;
    }

    private static string Both(double[] values) => $"{Output.Say(values[0])} / {Output.Say(values[1])}";

    /// <summary>How long the writing took, in seconds, and how many events it made; null when the log was there already.</summary>
    private sealed record Written(double? Seconds, long? Events);
}
