using Despatch.Domain.Pods;
using Despatch.Host.Clustering;
using Despatch.Host.Commands;
using Despatch.Host.Telemetry;
using Despatch.Pack;
using Microsoft.Extensions.Logging;

namespace Despatch.Deploy.Tests.Support;

/// <summary>The program's own reading of the arguments that a deployment gives it.</summary>
internal static class Serve
{
    /// <summary>Stands where a deployment has a secret, and comes the same way: no deployment says <c>--postgres</c>.</summary>
    private const string AnyDatabase = "Host=database";

    /// <summary>The name that .NET gives it.</summary>
    public const string EnvironmentVariable = "DOTNET_ENVIRONMENT";

    static Serve() => Environment.SetEnvironmentVariable(SiteArguments.PostgresVariable, AnyDatabase);

    /// <summary>What the program reads from its environment, by its own names.</summary>
    public static IReadOnlyList<string> Variables => [SiteArguments.PostgresVariable, EnvironmentVariable, OtlpExport.Variable];

    /// <summary>The keys of the force's sites.</summary>
    public static IReadOnlyList<string> Sites => [.. ForcePack.London.Force.Sites.Select(site => site.Key)];

    /// <summary>The ports of a first silo of the first site, which every silo takes that has an address of its own.</summary>
    public static (int Gateway, int Silo) DefaultPorts => PortsOf(Read(["serve", "--site", Sites[0]]));

    /// <summary>What <c>serve</c> makes of the arguments; fails the test when it would refuse them.</summary>
    public static SiteOptions Read(IReadOnlyList<string> arguments)
    {
        var serve = ServeCommand.Create();
        Assert.Equal(serve.Name, arguments[0]);
        var parsed = serve.Parse([.. arguments.Skip(1)]);
        Assert.Empty(parsed.Errors.Select(error => error.Message));
        var options = SiteArguments.Read(parsed, "Production", LogLevel.Warning);
        Assert.Equal(AnyDatabase, options?.Postgres);
        return options!;
    }

    public static (int Gateway, int Silo) PortsOf(SiteOptions options) => (options.Gateway.Port, options.Silo.Port);
}
