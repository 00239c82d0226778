using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Spectre.Console;

namespace Despatch.Host.Commands;

/// <summary>
/// <c>status</c>: asks a running cluster, through any of its gateways, how it stands. Exit codes: 0 every silo is active and its board
/// answers; 1 one does not; 2 no gateway answered.
/// </summary>
internal static class StatusCommand
{
    private const int SomethingIsAway = 1;
    private const int NoGateway = 2;

    internal static readonly Option<Uri> Gateway = new("--gateway")
    {
        Description = "The address of any site's gateway. Default http://127.0.0.1:5100.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5100"),
        CustomParser = ParseAddress,
    };

    internal static readonly Option<string> Operator = new("--operator")
    {
        Description = "Who asks (x-operator).",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private static readonly Option<double> Within = new("--within")
    {
        Description = "Seconds to wait for the answer.",
        DefaultValueFactory = _ => 5,
        Validators =
        {
            result =>
            {
                if (!(result.GetValueOrDefault<double>() is > 0 and <= 3_600))
                {
                    result.AddError("--within must be seconds, above 0 and at most 3600.");
                }
            },
        },
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "The answer as one line of JSON, in the protocol's names." };

    public static Command Create()
    {
        var command = new Command("status", "Shows a running cluster's sites, silos, grains by kind, log position and the lag of each board.")
        {
            Gateway, Operator, Within, AsJson,
        };
        command.SetAction(ShowAsync);
        return command;
    }

    /// <summary>How many events of the log a silo's board has not applied yet; null while it does not answer.</summary>
    internal static long? Lag(V1.SiloStatus silo, long logPosition) =>
        silo.BoardPosition < 0 ? null : Math.Max(0, logPosition - silo.BoardPosition);

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken ct)
    {
        var address = parsed.GetValue(Gateway)!;
        V1.ClusterStatus status;
        try
        {
            status = await AskAsync(address, parsed.GetValue(Operator)!, TimeSpan.FromSeconds(parsed.GetValue(Within)), ct);
        }
        catch (RpcException fault)
        {
            await Console.Error.WriteLineAsync($"{address} did not answer: {fault.Status.Detail} ({fault.StatusCode})");
            return NoGateway;
        }

        if (parsed.GetValue(AsJson))
        {
            Console.WriteLine(JsonFormatter.Default.Format(status));
        }
        else
        {
            Draw(status);
        }

        return status.Silos.All(s => s.BoardPosition >= 0) ? 0 : SomethingIsAway;
    }

    private static async Task<V1.ClusterStatus> AskAsync(Uri address, string who, TimeSpan within, CancellationToken ct)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var headers = new Metadata { { "x-operator", who }, { "x-role", "supervisor" } };
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + within;
        return await new V1.Cluster.ClusterClient(channel).GetStatusAsync(new V1.GetStatusRequest(), headers, deadline, ct);
    }

    private static void Draw(V1.ClusterStatus status)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{status.Silo} answers, version {status.Version}, log at {status.LogPosition:N0}"));
        var silos = new Table().AddColumns("site", "silo", "state").AddColumns(Right("board at"), Right("events behind"), Right("grains"));
        foreach (var silo in status.Silos)
        {
            var lag = Lag(silo, status.LogPosition);
            silos.AddRow(
                Markup.Escape(silo.Site), Markup.Escape(silo.Name), Markup.Escape(silo.Status),
                lag is null ? "no answer" : Number(silo.BoardPosition), lag is { } behind ? Number(behind) : "", silo.ActiveGrains < 0 ? "" : Number(silo.ActiveGrains));
        }

        var grains = new Table().AddColumn("grains").AddColumns(Right("active"));
        foreach (var kind in status.Grains)
        {
            grains.AddRow(Markup.Escape(kind.Kind), Number(kind.Active));
        }

        AnsiConsole.Write(silos);
        AnsiConsole.Write(grains);
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (result.Tokens is [var token] && Uri.TryCreate(token.Value, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https"))
        {
            return uri;
        }

        result.AddError("--gateway must be an address, for example http://127.0.0.1:5100.");
        return null;
    }
}
