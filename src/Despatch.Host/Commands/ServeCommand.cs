using System.CommandLine;
using System.Net;
using Despatch.Grains;
using Despatch.Host.Clustering;
using Despatch.Host.Serving;
using Despatch.Host.Telemetry;

namespace Despatch.Host.Commands;

/// <summary><c>serve</c>: all sites on this machine, or one site of a cluster, until stopped.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5100;

    /// <summary>Exit code: the other silos declared this one dead.</summary>
    private const int VotedOut = 3;

    /// <summary>The options that every command which starts a cluster takes.</summary>
    internal static readonly Option<IPEndPoint> Listen = new("--listen")
    {
        Description = "ADDRESS:PORT of the first site's gateway; the other sites take the next ports, which are also their defaults when served alone.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, DefaultPort),
        CustomParser = result => Endpoints.Parse(result, "--listen"),
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

    private static readonly Option<DirectoryInfo?> Escalation = new("--escalation")
    {
        Description = "A folder with the force's own ladder.csv and escalation.csv, read again on SIGHUP; what breaks a rule is refused and the running policy stays.",
    };

    private static readonly Option<string> Otlp = new("--otlp")
    {
        Description = $"The address of an OpenTelemetry collector that takes traces and metrics; also from {OtlpExport.Variable}. None: nothing is exported.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(OtlpExport.Variable) ?? "",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serves all sites from this machine on one SQLite file, or with --site one site of a cluster, until stopped.")
        {
            Listen, Data, EnvironmentName, Verbosity, Escalation, Otlp,
        };
        SiteArguments.AddTo(command, Data);
        command.SetAction((parsed, ct) =>
        {
            var environment = parsed.GetValue(EnvironmentName)!;
            var level = parsed.GetValue(Verbosity);
            var otlp = parsed.GetValue(Otlp)!;
            if (SiteArguments.Read(parsed, environment, level) is { } site)
            {
                return WithPolicyAsync(parsed, policy => ServeSiteAsync(site with { Policy = policy }, otlp, ct));
            }

            var options = new ServeOptions(parsed.GetValue(Listen)!, parsed.GetValue(Data)!.FullName, environment, level);
            return WithPolicyAsync(parsed, policy => ServeAsync(options with { Policy = policy }, otlp, ct));
        });
        return command;
    }

    private static Task<int> WithPolicyAsync(ParseResult parsed, Func<RunningPolicy, Task<int>> serve) => Problems.ReportAsync(async () =>
    {
        using var folder = EscalationFolder.Open(parsed.GetValue(Escalation)?.FullName);
        return await serve(folder.Running);
    });

    private static async Task<int> ServeAsync(ServeOptions options, string otlp, CancellationToken ct)
    {
        using var telemetry = OtlpExport.Start(otlp, "all-sites");
        await using var cluster = await EmbeddedCluster.StartAsync(options, ct);
        foreach (var (site, address) in cluster.Gateways)
        {
            Console.WriteLine($"{site,-8} {address}");
        }

        await WarnOfEnvironmentAsync(options.Environment);
        Console.WriteLine($"ready    log {options.DataFile}");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, cluster.Stopping);
        await WaitAsync(stopping.Token);
        return 0;
    }

    private static async Task<int> ServeSiteAsync(SiteOptions options, string otlp, CancellationToken ct)
    {
        using var telemetry = OtlpExport.Start(otlp, options.Name);
        await using var silo = await SiteSilo.StartAsync(options, ct);
        Console.WriteLine($"{options.Site.Key,-8} http://{options.Gateway}/");
        await WarnOfEnvironmentAsync(options.Environment);
        Console.WriteLine($"ready    {options.Name} at {options.Silo} in cluster {options.Cluster}");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, silo.Stopping);
        await WaitAsync(stopping.Token);
        if (!silo.WasVotedOut)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync($"{options.Name} was declared dead by the other silos and stops: start it again.");
        return VotedOut;
    }

    private static async Task WarnOfEnvironmentAsync(string environment)
    {
        if (!string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase))
        {
            await Console.Error.WriteLineAsync(
                $"The environment is {environment}: x-operator and x-role are refused (--environment Development takes them).");
        }
    }

    /// <summary>Completes when the token is cancelled.</summary>
    internal static Task WaitAsync(CancellationToken ct)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ct.Register(() => stopped.TrySetResult());
        return stopped.Task;
    }
}
