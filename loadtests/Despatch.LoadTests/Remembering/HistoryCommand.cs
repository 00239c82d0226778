using System.CommandLine;
using Despatch.EventLog;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;

namespace Despatch.LoadTests.Remembering;

/// <summary>
/// <c>history</c>: what years of closed incidents cost a host at its start, at every command and in memory. On files, one process serves all
/// sites; on PostgreSQL (<c>--site</c>), one silo of a cluster does.
/// </summary>
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

    private static readonly Option<string> Site = CommonOptions.Site(
        "--site", "On PostgreSQL: the site whose silo is measured, alone in its cluster. Without it, the embedded default.");

    public static Command Create()
    {
        var command = new Command("history", "Writes a log of closed incidents, and compares a host on it with one on an empty log.")
        {
            Incidents, Keep, Site, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Keep) is not null && result.GetValue(Site) is not null)
            {
                result.AddError("--log is a file, and --site has a database: it must be one of them.");
            }
        });
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            var incidents = parsed.GetValue(Incidents);
            return CommonOptions.GuardAsync(() => parsed.GetValue(Site) is { } site
                ? RunOnPostgresAsync(incidents, site, output, cancel)
                : RunOnFilesAsync(incidents, parsed.GetValue(Keep), output, cancel));
        });
        return command;
    }

    private static async Task<int> RunOnFilesAsync(int incidents, FileInfo? keep, Output output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("despatch-history-");
        try
        {
            var full = keep?.FullName ?? Path.Combine(folder.FullName, "full.db");
            var empty = Path.Combine(folder.FullName, "empty.db");
            return await RunAsync(new SqlitePastLog(empty), new SqlitePastLog(full), File.Exists(full), incidents, output, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunOnPostgresAsync(int incidents, string site, Output output, CancellationToken cancel)
    {
        await using var server = await ThrowawayPostgres.StartAsync();
        var empty = new PostgresPastLog(await server.CreateDatabaseAsync("log_empty"), site);
        var full = new PostgresPastLog(await server.CreateDatabaseAsync("log_full"), site);
        return await RunAsync(empty, full, false, incidents, output, cancel);
    }

    private static async Task<int> RunAsync(PastLog empty, PastLog full, bool isThere, int incidents, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var written = isThere ? new Written(null, null) : await WriteAsync(full, incidents, output, time, cancel);
        var comparison = new Comparison(empty, full, time, cancel);
        await output.FollowAsync("compare", Comparison.Steps, () => (comparison.Done, ""), comparison.RunAsync(), time);
        return Report(output, incidents, written, await full.BytesAsync(cancel), comparison);
    }

    private static async Task<Written> WriteAsync(PastLog full, int incidents, Output output, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var clock = new PastClock();
        try
        {
            var events = 0L;
            await full.WriteAsync(
                async log =>
                {
                    var past = new Past(log, clock, incidents, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
                    await output.FollowAsync(
                        "write", incidents, () => (past.Closed, $"{past.Closed:#,0} incidents"), past.RunAsync(cancel), time);
                    events = await log.LastPositionAsync(cancel);
                },
                clock,
                cancel);
            return new Written(time.GetElapsedTime(began).TotalSeconds, events);
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
