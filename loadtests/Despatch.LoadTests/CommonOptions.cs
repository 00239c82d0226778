using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Despatch.EventLog;
using Despatch.LoadTests.Hosting;
using Despatch.LocalCluster;
using Despatch.Pack;
using Grpc.Core;
using Npgsql;

namespace Despatch.LoadTests;

/// <summary>What all commands of the tool take.</summary>
internal static class CommonOptions
{
    public static readonly Option<Uri[]> Targets = new("--target")
    {
        Description = "A gateway, http://HOST:PORT; may be repeated. Without one, a host of the tool's own.",
        DefaultValueFactory = _ => [],
        CustomParser = parsed =>
        {
            var targets = new List<Uri>();
            foreach (var token in parsed.Tokens)
            {
                if (Uri.TryCreate(token.Value, UriKind.Absolute, out var target) && target.Scheme is "http" or "https")
                {
                    targets.Add(target);
                }
                else
                {
                    parsed.AddError($"--target must be http://HOST:PORT, not '{token.Value}'.");
                }
            }

            return [.. targets];
        },
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Only the JSON line on standard output.",
    };

    public static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "The connection string of an empty database for the tool's own cluster. Without one, a throwaway server.",
    };

    /// <summary>A whole number of at least 1.</summary>
    public static Option<int> Count(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }

    /// <summary>One of the force's sites.</summary>
    public static Option<string> Site(string name, string description)
    {
        var sites = ForcePack.London.Force.Sites.Select(s => s.Key).ToImmutableArray();
        var option = new Option<string>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (!sites.Contains(result.GetValueOrDefault<string>() ?? "", StringComparer.Ordinal))
            {
                result.AddError($"{name} must be one of {string.Join(", ", sites)}.");
            }
        });
        return option;
    }

    /// <summary>Runs a command; what its surroundings lack is told in a sentence, an object and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (
            e is HostException or LocalProcessException or NpgsqlException or EventLogException or IOException or UnauthorizedAccessException or RpcException or OperationCanceledException)
        {
            Output.Failure(e switch
            {
                RpcException { Status: var status } => $"{status.StatusCode}: {status.Detail}",
                OperationCanceledException => "Stopped before the end.",
                _ => e.Message,
            });
            return Target.BadSurroundings;
        }
    }
}
