using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Despatch.EventLog;
using Despatch.Host.Serving;

namespace Despatch.Host.Commands;

/// <summary><c>serve</c>: all sites on this machine, until stopped.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5100;

    /// <summary>The options that every command which starts a cluster takes.</summary>
    internal static readonly Option<IPEndPoint> Listen = new("--listen")
    {
        Description = "ADDRESS:PORT of the first site's gateway; the other sites take the next ports. Default 127.0.0.1:5100.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, DefaultPort),
        CustomParser = ParseEndpoint,
    };

    internal static readonly Option<LogLevel> Verbosity = new("--log")
    {
        Description = "What is logged to standard error: Trace, Debug, Information, Warning, Error, None.",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private static readonly Option<FileInfo> Data = new("--data")
    {
        Description = "The event log's file; made if it is missing.",
        DefaultValueFactory = _ => new FileInfo("despatch.db"),
    };

    private static readonly Option<string> EnvironmentName = new("--environment")
    {
        Description = "Development takes x-operator and x-role at their word; any other environment refuses them.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serves all sites from this machine on one SQLite file, until stopped.")
        {
            Listen, Data, EnvironmentName, Verbosity,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var options = new ServeOptions(
                parsed.GetValue(Listen)!, parsed.GetValue(Data)!.FullName, parsed.GetValue(EnvironmentName)!, parsed.GetValue(Verbosity));
            return await Problems.ReportAsync(() => ServeAsync(options, ct));
        });
        return command;
    }

    private static async Task<int> ServeAsync(ServeOptions options, CancellationToken ct)
    {
        await using var cluster = await EmbeddedCluster.StartAsync(options, ct);
        foreach (var (site, address) in cluster.Gateways)
        {
            Console.WriteLine($"{site,-8} {address}");
        }

        if (!string.Equals(options.Environment, "Development", StringComparison.OrdinalIgnoreCase))
        {
            await Console.Error.WriteLineAsync(
                $"The environment is {options.Environment}: x-operator and x-role are refused (--environment Development takes them).");
        }

        Console.WriteLine($"ready    log {options.DataFile}");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, cluster.Stopping);
        await WaitAsync(stopping.Token);
        return 0;
    }

    /// <summary>Completes when the token is cancelled.</summary>
    internal static Task WaitAsync(CancellationToken ct)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ct.Register(() => stopped.TrySetResult());
        return stopped.Task;
    }

    private static IPEndPoint? ParseEndpoint(ArgumentResult result)
    {
        if (result.Tokens is [var token] && IPEndPoint.TryParse(token.Value, out var endpoint) && endpoint.Port is > 0 and < 65_530)
        {
            return endpoint;
        }

        result.AddError("--listen must be ADDRESS:PORT, for example 127.0.0.1:5100.");
        return null;
    }
}
