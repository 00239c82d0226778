using System.CommandLine;
using System.Globalization;
using Despatch.LoadTests.Auditing;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;

namespace Despatch.LoadTests.Failing;

/// <summary><c>failover</c>: loses a site, or the database, under load; what was acknowledged must be in the log.</summary>
internal static class FailoverCommand
{
    private const int ShownTroubles = 20;

    private static readonly Option<string> Kill = CommonOptions.Site("--kill", "The site whose silo is killed (SIGKILL).");
    private static readonly Option<string> Freeze = CommonOptions.Site("--freeze", "The site whose silo is frozen (SIGSTOP), and let go on.");
    private static readonly Option<string> Drain = CommonOptions.Site("--drain", "The site whose silo is asked to stop (SIGTERM).");
    private static readonly Option<bool> Restart = new("--postgres-restart") { Description = "Stops the database, and starts it again." };
    private static readonly Option<int> Times = CommonOptions.Count("--times", 1, "How often.");
    private static readonly Option<int> Seconds = CommonOptions.Count("--seconds", 30, "How long the site is frozen, or the database away.");

    // Ten times the 2,600 calls of the Met's tender for the busiest hour (shared design, 'Figures').
    private static readonly Option<int> CallsAnHour = CommonOptions.Count("--calls-an-hour", 26_000, "Calls meanwhile.");

    public static Command Create()
    {
        var command = new Command("failover", "Starts a cluster of three sites, does something to one while calls come in, and holds its ledger against the log.")
        {
            Kill, Freeze, Drain, Restart, Times, Seconds, CallsAnHour, CommonOptions.Postgres, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            var given = ((Option[])[Kill, Freeze, Drain, Restart]).Count(o => result.GetResult(o) is not null);
            if (given != 1)
            {
                result.AddError("failover needs one of --kill SITE, --freeze SITE, --drain SITE, --postgres-restart.");
            }
        });
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            var postgres = parsed.GetValue(CommonOptions.Postgres);
            var seconds = TimeSpan.FromSeconds(parsed.GetValue(Seconds));
            if (parsed.GetValue(Restart))
            {
                return CommonOptions.GuardAsync(() => DatabaseAwayCommand.RunAsync(
                    seconds, parsed.GetValue(Times), parsed.GetValue(CallsAnHour), output, cancel));
            }

            var kind = parsed.GetValue(Kill) is not null ? HarmKind.Kill : parsed.GetValue(Freeze) is not null ? HarmKind.Freeze : HarmKind.Drain;
            var site = parsed.GetValue(Kill) ?? parsed.GetValue(Freeze) ?? parsed.GetValue(Drain)!;
            var plan = new FailoverPlan(kind, site, parsed.GetValue(Times), seconds, parsed.GetValue(CallsAnHour));
            return CommonOptions.GuardAsync(() => RunAsync(plan, postgres, output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(FailoverPlan plan, string? postgres, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var cluster = await OwnCluster.StartAsync(postgres, time, cancel);
        using var failover = new Failover(cluster, plan, time);
        await output.FollowAsync(
            $"{plan.Kind} {plan.Site}", plan.Times,
            () => (failover.Rounds.Count, Progress(failover)), failover.RunAsync(cancel), time);
        var audit = await failover.AuditAsync(cancel);
        return Report(output, plan, failover, audit);
    }

    private static string Progress(Failover failover) => string.Create(
        CultureInfo.InvariantCulture,
        $"{failover.Ledger.Count:#,0} commands, {failover.Load.Closed:#,0} calls closed, back within {failover.Rounds.LastOrDefault().TotalSeconds:0.0} s");

    private static int Report(Output output, FailoverPlan plan, Failover failover, AuditReport audit)
    {
        Output.Notes(failover.Load.Troubles.Concat(audit.Lost.Select(l => $"lost: {l}")).Concat(audit.Doubles.Select(d => $"double: {d}")), ShownTroubles);
        var back = failover.BackWithin.Order().ToArray();
        var failed = failover.Client.Tally.Faults.Where(f => !f.Key.StartsWith("GetStatus", StringComparison.Ordinal)).Sum(f => f.Value);
        var result = new
        {
            Harm = plan.Kind.ToString().ToLowerInvariant(),
            plan.Site,
            plan.Times,
            plan.CallsAnHour,
            Acknowledged = failover.Ledger.Count,
            Lost = audit.Lost.Length,
            DoubleAssigned = audit.Doubles.Length,
            ChainIsIntact = audit.ChainIsIntact,
            GrainsAsked = back.Length,
            BackWithinMs = new
            {
                P50 = Output.Round(back[back.Length / 2].TotalMilliseconds),
                P99 = Output.Round(back[(int)(back.Length * 0.99)].TotalMilliseconds),
                Max = Output.Round(back[^1].TotalMilliseconds),
            },
            RoundsMs = failover.Rounds.Select(r => Output.Round(r.TotalMilliseconds)),
            FailedCommands = failed,
            failover.Client.Tally.Retries,
            failover.Client.Tally.Refusals,
            failover.Client.Tally.Faults,
            CallsBegun = failover.Load.Begun,
            CallsClosed = failover.Load.Closed,
            P50Ms = Output.Round(failover.Client.Tally.Durable.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(failover.Client.Tally.Durable.Percentile(0.99).TotalMilliseconds),
            failover.Restarts,
        };
        output.Result(
            $"{plan.Kind} {plan.Site}",
            [
                ("times", Output.Say(plan.Times)),
                ("acknowledged commands", Output.Say(result.Acknowledged)),
                ("of these not in the log", Output.Say(result.Lost)),
                ("units on two incidents", Output.Say(result.DoubleAssigned)),
                ("half of the site's grains answer again within, ms", Output.Say(result.BackWithinMs.P50)),
                ("all of them within, ms", Output.Say(result.BackWithinMs.Max)),
                ("commands that failed for the client", Output.Say(failed)),
                ("calls seen through", Output.Say(result.CallsClosed)),
            ],
            result);
        return result.Lost + result.DoubleAssigned > 0 || failed > 0 || !audit.ChainIsIntact ? Target.Failed : 0;
    }
}
