using System.Globalization;
using System.Net;
using Despatch.Deploy.Tests.Support;
using Despatch.Host.Commands;
using Despatch.Host.Serving;

namespace Despatch.Deploy.Tests.Systemd;

/// <summary>The units: a silo on a machine of its own, and the PostgreSQL of a site.</summary>
public sealed class SystemdTests
{
    private const string SiloUnit = "deploy/systemd/despatch@.service";
    private const string DatabaseUnit = "deploy/systemd/despatch-postgres.service";

    public static TheoryData<string> Sites => [.. Serve.Sites];

    [Theory, MemberData(nameof(Sites))]
    public void The_program_takes_a_silos_arguments_at_the_ports_that_are_its_own(string site)
    {
        var service = Unit.Section(SiloUnit, "Service");
        var environment = Unit.Environment($"deploy/systemd/sites/{site}-1.env");
        var words = Unit.Words(Assert.Single(service["ExecStart"]), environment);
        Assert.Equal($"{typeof(ServeCommand).Assembly.GetName().Name}.dll", Path.GetFileName(words[1]));

        var options = Serve.Read(words[2..]);
        Assert.Equal($"{site}-1", options.Name);
        Assert.Equal(SiteArguments.DefaultGateway(options.Site, options.Number).Port, options.Gateway.Port);
        Assert.Equal(Serve.DefaultPorts.Silo - Serve.DefaultPorts.Gateway, options.Silo.Port - options.Gateway.Port);

        // Nothing is resolved and nothing handed out: the machine's own address.
        Assert.Equal(options.Silo.Address.ToString(), options.Advertised);
        Assert.False(IPAddress.IsLoopback(options.Silo.Address));

        Assert.All(environment.Keys, name => Assert.True(
            Serve.Variables.Contains(name, StringComparer.Ordinal)
            || Assert.Single(service["ExecStart"]).Contains($"${{{name}}}", StringComparison.Ordinal),
            $"{name} is read by nobody."));
    }

    [Fact]
    public void A_silo_is_given_the_time_to_drain_and_is_started_again_for_ever()
    {
        var service = Unit.Section(SiloUnit, "Service");
        Assert.Equal("SIGTERM", Assert.Single(service["KillSignal"]));
        var wait = TimeSpan.FromSeconds(int.Parse(Assert.Single(service["TimeoutStopSec"]).TrimEnd('s'), CultureInfo.InvariantCulture));
        Assert.True(wait > SiloHost.StopWithin);
        Assert.Equal("always", Assert.Single(service["Restart"]));
        Assert.Equal("0", Assert.Single(Unit.Section(SiloUnit, "Unit")["StartLimitIntervalSec"]));
        Assert.NotEqual("root", Assert.Single(service["User"]));
    }

    [Fact]
    public void The_secret_comes_from_a_file_that_is_not_here()
    {
        Assert.Equal(["/etc/despatch/%i.env", "/etc/despatch/secrets.env"], Unit.Section(SiloUnit, "Service")["EnvironmentFile"]);
        Assert.All(
            Directory.GetFiles(Repository.At("deploy/systemd"), "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(SiteArguments.PostgresVariable + "=", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Sites))]
    public void A_sites_database_asks_the_others_and_starts_with_its_own_configuration(string site)
    {
        var service = Unit.Section(DatabaseUnit, "Service");
        var environment = Unit.Environment($"deploy/systemd/sites/postgres-{site}.env");
        Assert.Equal(site, environment["SITE"]);
        Assert.Equal(Addresses().Where(server => server.Site != site).Select(server => server.Address), environment["PEERS"].Split(','));

        var installed = Assert.Single(Unit.Words(Assert.Single(service["ExecStart"]), environment), word => word.StartsWith("config_file=", StringComparison.Ordinal));
        Assert.True(File.Exists(Repository.At($"deploy/postgres/{Path.GetFileName(installed)}")));
        Assert.Equal("/etc/despatch/postgres", Path.GetDirectoryName(installed["config_file=".Length..]));
        var before = Assert.Single(service["ExecStartPre"]);
        var script = Repository.At($"deploy/postgres/{Path.GetFileName(before)}");
        Assert.True(OperatingSystem.IsWindows() ? File.Exists(script) : File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("SIGINT", Assert.Single(service["KillSignal"]));
    }

    [Fact]
    public async Task Systemd_reads_the_units_without_complaint()
    {
        var version = await Tool.RunAsync("systemd-analyze", "--version");
        Assert.StartsWith("systemd", version, StringComparison.Ordinal);
        foreach (var unit in (string[])[SiloUnit, DatabaseUnit])
        {
            // What the unit starts is on the site's machine, not on this one; every other complaint counts.
            var said = await Tool.RunAsync("sh", "-c", $"systemd-analyze verify --man=no '{unit}' 2>&1 | grep -v 'is not executable: No such file' || true");
            Assert.Empty(said.Trim());
        }
    }

    /// <summary>Where each site's database is, as its silos' machines are numbered: 10.SITE.0.x.</summary>
    private static IEnumerable<(string Site, string Address)> Addresses() =>
        Serve.Sites.Select(site => (site, Unit.Environment($"deploy/systemd/sites/{site}-1.env")["LISTEN"]))
            .Select(silo => (silo.site, $"{string.Join('.', silo.Item2.Split('.')[..3])}.20"));
}
