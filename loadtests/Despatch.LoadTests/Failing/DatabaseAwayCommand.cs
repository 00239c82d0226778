using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Failing;

/// <summary><c>failover --postgres-restart</c>.</summary>
internal static class DatabaseAwayCommand
{
    private const int ShownTroubles = 10;

    public static async Task<int> RunAsync(TimeSpan away, int times, int callsAnHour, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;

        // Always a server of the tool's own: somebody else's is not stopped.
        await using var cluster = await OwnCluster.StartAsync(null, time, cancel);
        using var run = new DatabaseAway(cluster, away, times, callsAnHour, time);
        await output.FollowAsync(
            "database away", times, () => (run.Resumed.Count / cluster.Silos.Count, $"{run.Ledger.Count:#,0} commands"), run.RunAsync(cancel), time);
        var audit = await run.AuditAsync(cancel);
        Output.Notes(run.ToldOtherwise.Concat(audit.Lost.Select(l => $"lost: {l}")).Concat(audit.Doubles.Select(d => $"double: {d}")), ShownTroubles);
        var told = run.Told.Order().ToArray();
        var result = new
        {
            Harm = "postgres-restart",
            Seconds = away.TotalSeconds,
            Times = times,
            Acknowledged = run.Ledger.Count,
            Lost = audit.Lost.Length,
            DoubleAssigned = audit.Doubles.Length,
            audit.ChainIsIntact,
            ToldUnavailableWithinMs = new { P50 = Ms(told, 0.5), Max = Ms(told, 1) },
            ToldOtherwise = run.ToldOtherwise.Count,
            ResumedWithinMs = Output.Round(run.Resumed.Max().TotalMilliseconds),
            run.SilosLost,
            FailedCommands = run.Client.Tally.Faults.Sum(f => f.Value),
            CallsBegun = run.Load.Begun,
            CallsClosed = run.Load.Closed,
        };
        output.Result(
            "Database away",
            [
                ("seconds", Output.Say(result.Seconds)),
                ("acknowledged commands", Output.Say(result.Acknowledged)),
                ("of these not in the log", Output.Say(result.Lost)),
                ("units on two incidents", Output.Say(result.DoubleAssigned)),
                ("told UNAVAILABLE within, ms", Output.Say(result.ToldUnavailableWithinMs.Max)),
                ("durable again after its return, ms", Output.Say(result.ResumedWithinMs)),
                ("silos that died", Output.Say(result.SilosLost)),
            ],
            result);
        return result.Lost + result.DoubleAssigned + result.SilosLost + result.ToldOtherwise + result.FailedCommands > 0 || !audit.ChainIsIntact ? Target.Failed : 0;
    }

    private static double Ms(TimeSpan[] sorted, double part) =>
        sorted.Length == 0 ? 0 : Output.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))].TotalMilliseconds);
}
