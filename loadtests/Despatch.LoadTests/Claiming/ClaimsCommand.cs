using System.CommandLine;
using Despatch.Exercise.Clients;
using Despatch.LoadTests.Hosting;

namespace Despatch.LoadTests.Claiming;

/// <summary><c>claims</c>: many claim one unit at one moment; exactly one must get it.</summary>
internal static class ClaimsCommand
{
    private static readonly Option<int> Rounds = CommonOptions.Count("--rounds", 1000, "How often.");

    private static readonly Option<int> Claimants =
        CommonOptions.Count("--claimants", 8, "How many claim it, each for an incident of their own.");

    public static Command Create()
    {
        var command = new Command("claims", "Lets many claim one unit at once, and looks who has it.")
        {
            Rounds, Claimants, CommonOptions.Targets, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var output = new Output(parsed.GetValue(CommonOptions.Json));
            return CommonOptions.GuardAsync(() => RunAsync(
                parsed.GetValue(Rounds), parsed.GetValue(Claimants), parsed.GetValue(CommonOptions.Targets)!, output, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(int rounds, int claimants, Uri[] targets, Output output, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        await using var target = await Target.OpenAsync(targets, time, cancel);
        var tally = new Tally();

        // A connection for each claimant, in turn over the gateways: nobody waits for another's bytes.
        var perTarget = Math.Max(1, claimants / target.Gateways.Length);
        var options = new CommandClientOptions { Targets = target.Gateways, ConnectionsPerTarget = perTarget };
        using var client = new CommandClient(options, tally, time);
        var claims = new Claims(client, claimants);
        await output.FollowAsync(
            "claims", rounds, () => (claims.Rounds, $"{claims.Rounds:#,0} rounds, {claims.Winners:#,0} winners"),
            claims.RunAsync(rounds, cancel), time);
        foreach (var trouble in claims.Troubles.Take(20))
        {
            Output.Note(trouble);
        }

        var result = new
        {
            claims.Rounds,
            Claimants = claimants,
            claims.Winners,
            claims.DoubleWinners,
            claims.NoWinner,
            claims.Disagreements,
            P50Ms = Output.Round(claims.Claiming.Percentile(0.5).TotalMilliseconds),
            P99Ms = Output.Round(claims.Claiming.Percentile(0.99).TotalMilliseconds),
            tally.Refusals,
            tally.Faults,
        };
        output.Result(
            "Claims",
            [
                ("rounds", Output.Say(result.Rounds)),
                ("claimants", Output.Say(result.Claimants)),
                ("rounds with one winner", Output.Say(result.Winners)),
                ("rounds with more", Output.Say(result.DoubleWinners)),
                ("rounds with none", Output.Say(result.NoWinner)),
                ("99 % of claims answered within, ms", Output.Say(result.P99Ms)),
            ],
            result);
        return result.DoubleWinners > 0 || result.Disagreements > 0 || result.Winners < rounds ? Target.Failed : 0;
    }
}
