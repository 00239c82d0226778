using System.Globalization;
using Despatch.LocalCluster;

namespace Despatch.Cluster.Tests;

/// <summary>What can be wrong around a silo: a sentence, an exit code of its own, no stack trace.</summary>
public sealed class BadSurroundingsTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const int BadArguments = 1;
    private const int BadSurroundings = 2;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--site must be one of lambeth, hendon, bow.", "--site", "leeds", "--postgres", "Host=127.0.0.1")]
    [InlineData("--site needs --postgres, or DESPATCH_POSTGRES in the environment.", "--site", "bow")]
    [InlineData("--postgres must name a Host.", "--site", "bow", "--postgres", "Database=x")]
    [InlineData("--postgres is no Npgsql connection string", "--site", "bow", "--postgres", "Host")]
    [InlineData("--number must be 1 to 99.", "--site", "bow", "--postgres", "Host=127.0.0.1", "--number", "0")]
    [InlineData("--silo-listen belongs to one site of a cluster: give --site too.", "--silo-listen", "127.0.0.1:7000")]
    [InlineData("--data is the file of a host that serves all sites", "--site", "bow", "--postgres", "Host=127.0.0.1", "--data", "x.db")]
    [InlineData("--advertise must be this machine's IP address or a name", "--site", "bow", "--postgres", "Host=127.0.0.1", "--advertise", "0.0.0.0")]
    public Task An_option_that_cannot_be_meant(string words, params string[] arguments) => FailsAsync(arguments, BadArguments, words);

    [Fact]
    public Task A_server_that_is_not_there() => FailsAsync(
        ["--site", "bow", "--postgres", $"Host=127.0.0.1;Port={Ports.Free(1)};Username=despatch"], BadSurroundings, "PostgreSQL could not be reached");

    [Fact]
    public async Task A_password_that_is_wrong()
    {
        var database = await postgres.CreateDatabaseAsync();
        var wrong = new Npgsql.NpgsqlConnectionStringBuilder(database) { Password = "swordfish" }.ConnectionString;
        var said = await FailsAsync(["--site", "bow", "--postgres", wrong], BadSurroundings, "PostgreSQL");
        Assert.DoesNotContain("swordfish", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_newer_than_the_program()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var silo = Start(["--site", "bow", "--postgres", database]))
        {
            await silo.ReadyAsync(TimeProvider.System, Stop);
            Assert.Equal(0, await silo.StopAsync());
        }

        await PostgresServer.ExecuteAsync(database, "UPDATE despatch.schema_version SET version = 999");
        await FailsAsync(["--site", "bow", "--postgres", database], BadSurroundings, "999");
    }

    [Fact]
    public async Task A_port_of_the_gateway_or_of_the_silo_that_is_taken()
    {
        var database = await postgres.CreateDatabaseAsync();
        var (gateway, silo) = (Ports.Free(1), Ports.Free(1));
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, gateway);
        taken.Start();
        await FailsAsync(["--site", "bow", "--postgres", database, "--listen", Local(gateway), "--silo-listen", Local(silo)], BadSurroundings, $"--listen {Local(gateway)} is in use.");
        await FailsAsync(["--site", "bow", "--postgres", database, "--listen", Local(silo), "--silo-listen", Local(gateway)], BadSurroundings, $"--silo-listen {Local(gateway)} is in use.");
    }

    private static string Local(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static ChildProcess Start(string[] arguments)
    {
        var isPlaced = arguments.Contains("--listen", StringComparer.Ordinal) || !arguments.Contains("--site", StringComparer.Ordinal);
        string[] place = isPlaced ? [] : ["--listen", Local(Ports.Free(1)), "--silo-listen", Local(Ports.Free(1))];
        return ChildProcess.Start("host", London.HostPath, ["serve", .. arguments, .. place]);
    }

    private static async Task<string> FailsAsync(string[] arguments, int code, string words)
    {
        await using var host = Start(arguments);
        Assert.Equal(code, await host.EndAsync(Stop));
        Assert.Contains(words, host.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Said, StringComparison.Ordinal);
        return host.Said;
    }
}
