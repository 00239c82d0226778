using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Despatch.Domain.Pods;
using Despatch.Host.Clustering;
using Despatch.Pack;
using Npgsql;

namespace Despatch.Host.Commands;

/// <summary>What <c>serve</c> takes besides, when it serves one site of a cluster.</summary>
internal static class SiteArguments
{
    /// <summary>The connection string may come from here, so that a password is in no list of processes.</summary>
    public const string PostgresVariable = "DESPATCH_POSTGRES";

    private const int GatewayPort = 5100;

    /// <summary>Between the gateways of a site's silos on one machine, so that the first silos of all sites fit in between.</summary>
    private const int PortsPerNumber = 10;

    private const int SiloPortAbove = 6_000;
    private const int MaxNumber = 99;

    private static readonly IReadOnlyList<Site> Sites = ForcePack.London.Force.Sites;

    public static readonly Option<string> SiteKey = new("--site")
    {
        Description = $"Serves this site alone, as a silo of a cluster on PostgreSQL: {string.Join(", ", Sites.Select(s => s.Key))}.",
        Validators =
        {
            result => Must(
                result, Sites.Any(s => string.Equals(s.Key, result.GetValueOrDefault<string>(), StringComparison.Ordinal)),
                $"--site must be one of {string.Join(", ", Sites.Select(s => s.Key))}."),
        },
    };

    public static readonly Option<string> Postgres = new("--postgres")
    {
        Description = $"The cluster's database as an Npgsql connection string; also from {PostgresVariable}.",
        DefaultValueFactory = _ => FromEnvironment() ?? "",
        Validators = { CheckConnectionString },
    };

    private static readonly Option<int> Number = new("--number")
    {
        Description = "Which of the site's silos this is, from 1; its name is SITE-NUMBER.",
        DefaultValueFactory = _ => 1,
        Validators = { result => Must(result, result.GetValueOrDefault<int>() is >= 1 and <= MaxNumber, $"--number must be 1 to {MaxNumber}.") },
    };

    private static readonly Option<IPEndPoint?> SiloListen = new("--silo-listen")
    {
        Description = "ADDRESS:PORT where other silos reach this one; keep it over restarts. Default: the gateway's address, 6000 ports above.",
        CustomParser = result => Endpoints.Parse(result, "--silo-listen"),
    };

    private static readonly Option<string?> Advertise = new("--advertise")
    {
        Description = "The address that other silos call, or a name that has one address; needed where --silo-listen is every address.",
        CustomParser = ParseAddress,
    };

    private static readonly Option<string> Cluster = new("--cluster")
    {
        Description = "The cluster's name: silos of other names on the same database are strangers.",
        DefaultValueFactory = _ => "despatch",
        Validators = { result => Must(result, !string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()), "--cluster must not be empty.") },
    };

    /// <summary>Adds the options to a command, and the rules between them.</summary>
    public static void AddTo(Command command, Option data)
    {
        Option[] own = [Postgres, Number, SiloListen, Advertise, Cluster];
        command.Options.Add(SiteKey);
        foreach (var option in own)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var isSite = Given(result, SiteKey);
            if (isSite && Given(result, data))
            {
                result.AddError("--data is the file of a host that serves all sites; a site of a cluster takes --postgres.");
            }

            // Asked before options that are not given get their defaults.
            if (isSite && string.IsNullOrWhiteSpace(Given(result, Postgres) ? result.GetValue(Postgres) : FromEnvironment()))
            {
                result.AddError($"--site needs --postgres, or {PostgresVariable} in the environment.");
            }

            if (isSite && !Given(result, Advertise)
                && (result.GetValue(SiloListen) ?? result.GetValue(ServeCommand.Listen)) is { } among && IsAny(among.Address))
            {
                result.AddError($"Silos would listen at {among.Address}, which is every address: say with --advertise which one others call.");
            }

            if (!isSite && Array.Find(own, option => Given(result, option)) is { } stray)
            {
                result.AddError($"{stray.Name} belongs to one site of a cluster: give --site too.");
            }
        });
    }

    /// <summary>The options of a site's silo, or null when the command serves all sites.</summary>
    public static SiteOptions? Read(ParseResult parsed, string environment, LogLevel level)
    {
        if (parsed.GetValue(SiteKey) is not { } key)
        {
            return null;
        }

        var site = Sites.First(s => string.Equals(s.Key, key, StringComparison.Ordinal));
        var number = parsed.GetValue(Number);
        var gateway = parsed.GetResult(ServeCommand.Listen) is { Implicit: false }
            ? parsed.GetValue(ServeCommand.Listen)!
            : DefaultGateway(site, number);
        var silo = parsed.GetValue(SiloListen) ?? new IPEndPoint(gateway.Address, gateway.Port + SiloPortAbove);
        var advertised = parsed.GetValue(Advertise) ?? silo.Address.ToString();
        return new SiteOptions(
            site, number, gateway, silo, advertised, parsed.GetValue(Postgres)!, parsed.GetValue(Cluster)!, environment, level);
    }

    /// <summary>Where a site's gateway listens unless told otherwise.</summary>
    public static IPEndPoint DefaultGateway(Site site, int number) =>
        new(IPAddress.Loopback, GatewayPort + Sites.ToList().IndexOf(site) + ((number - 1) * PortsPerNumber));

    private static string? FromEnvironment() => Environment.GetEnvironmentVariable(PostgresVariable);

    private static bool Given(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static void CheckConnectionString(OptionResult result)
    {
        try
        {
            var text = result.GetValueOrDefault<string>();
            Must(
                result, string.IsNullOrEmpty(text) || !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host),
                "--postgres must name a Host.");
        }
        catch (ArgumentException wrong)
        {
            // Its words name the keyword and never a value: a password stays out of the console.
            result.AddError($"--postgres is no Npgsql connection string: {wrong.Message}");
        }
    }

    private static string? ParseAddress(ArgumentResult result)
    {
        if (result.Tokens is [var token]
            && (IPAddress.TryParse(token.Value, out var address) ? !IsAny(address) : Uri.CheckHostName(token.Value) is UriHostNameType.Dns))
        {
            return token.Value;
        }

        result.AddError("--advertise must be this machine's IP address or a name that has it, for example 10.0.0.7.");
        return null;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static void Must(SymbolResult result, bool holds, string rule)
    {
        if (!holds)
        {
            result.AddError(rule);
        }
    }
}
