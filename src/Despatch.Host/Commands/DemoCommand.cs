using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Despatch.Exercise;
using Despatch.Host.Serving;

namespace Despatch.Host.Commands;

/// <summary><c>demo</c>: serves London on a throwaway log and plays an exercise against it, through the gateways like anybody else.</summary>
internal static class DemoCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The same busy hours whenever it is shown.</summary>
    private static readonly DateTimeOffset FridayEvening = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    private static readonly Option<double> Hours = new("--hours")
    {
        Description = "For how many hours of the exercise's time people call.",
        DefaultValueFactory = _ => 1,
        Validators = { result => Positive(result, "--hours") },
    };

    /// <summary>Infinity: as fast as the people can work.</summary>
    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "How many times faster than real time, or max.",
        DefaultValueFactory = _ => 60,
        CustomParser = ParseSpeed,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed draws the same calls.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Exit = new("--exit") { Description = "Stop when the exercise is over; otherwise go on serving." };

    private static readonly Option<bool> AsJson = new("--json")
    {
        Description = "Only the report on standard output, as one line of JSON; progress goes to standard error.",
    };

    public static Command Create()
    {
        var command = new Command("demo", "Serves London on a throwaway log and plays an exercise: callers, despatchers and crews.")
        {
            Hours, Speed, Seed, Exit, AsJson, ServeCommand.Listen, ServeCommand.Verbosity,
        };
        command.SetAction((parsed, ct) => Problems.ReportAsync(() => RunAsync(parsed, ct)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("despatch-demo-");
        try
        {
            var serve = new ServeOptions(
                parsed.GetValue(ServeCommand.Listen)!,
                Path.Combine(folder.FullName, "despatch.db"),
                "Development",
                parsed.GetValue(ServeCommand.Verbosity));
            await using var cluster = await EmbeddedCluster.StartAsync(serve, ct);
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, cluster.Stopping);
            var screen = new DemoScreen(parsed.GetValue(AsJson));
            screen.Serving(cluster.Gateways);
            var report = await ExerciseRunner.RunAsync(
                new ExerciseOptions
                {
                    Targets = [.. cluster.Gateways.Select(g => g.Address)],
                    Hours = parsed.GetValue(Hours),
                    Speed = double.IsPositiveInfinity(parsed.GetValue(Speed)) ? null : parsed.GetValue(Speed),
                    Seed = parsed.GetValue(Seed),
                    Start = FridayEvening,
                    Peak = true,
                },
                screen,
                stopping.Token);
            screen.Over(report);
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
            if (!parsed.GetValue(Exit) && !stopping.IsCancellationRequested)
            {
                await ServeCommand.WaitAsync(stopping.Token);
            }

            return report.Faults == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Positive(OptionResult result, string name)
    {
        if (result.GetValueOrDefault<double>() is var value && !(value > 0))
        {
            result.AddError($"{name} must be above zero.");
        }
    }

    private static double ParseSpeed(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (string.Equals(text, "max", StringComparison.OrdinalIgnoreCase))
        {
            return double.PositiveInfinity;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && double.IsFinite(speed) && speed > 0)
        {
            return speed;
        }

        result.AddError("--speed must be a number above zero, or max.");
        return 0;
    }
}
