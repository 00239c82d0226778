using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Despatch.Deploy.Tests.Support;
using Despatch.Gateway.Probing;
using Despatch.Host.Commands;
using Despatch.Host.Serving;

namespace Despatch.Deploy.Tests.Compose;

/// <summary>compose.yaml: three sites as the program wants them, and a database that two sites always have.</summary>
public sealed class ComposeTests
{
    private readonly JsonObject _compose = Yaml.Read("deploy/compose.yaml");

    public static TheoryData<string> Sites => [.. Serve.Sites];

    [Fact]
    public void Every_site_has_a_silo_and_a_database_and_no_other_has()
    {
        var expected = Serve.Sites.SelectMany(site => new[] { $"{site}-1", $"postgres-{site}" });
        var services = _compose.At("services").AsObject().Where(service => service.Value!["profiles"] is null).Select(service => service.Key);
        Assert.Equal(expected.Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Sites))]
    public void The_program_takes_a_silos_arguments_and_its_address_is_a_fixed_one(string site)
    {
        var service = Silo(site);
        var options = Serve.Read(service.Texts("command"));
        Assert.Equal($"{site}-1", options.Name);
        Assert.Equal(Serve.DefaultPorts, Serve.PortsOf(options));
        Assert.Equal(service.Text("networks", "sites", "ipv4_address"), options.Advertised);

        // From outside, a site's gateway is where one machine serves it by default.
        var outside = Serve.Read(["serve", "--site", site]).Gateway;
        Assert.Equal([$"{outside}:{options.Gateway.Port}"], service.Texts("ports"));
    }

    [Fact]
    public void Addresses_are_of_the_network_and_each_is_given_once()
    {
        var network = IPNetwork.Parse(_compose.At("networks", "sites", "ipam", "config")[0]!.Text("subnet"));
        var addresses = _compose.At("services").AsObject()
            .Select(service => service.Value!["networks"] as JsonObject)
            .OfType<JsonObject>()
            .Select(networks => networks.Text("sites", "ipv4_address"))
            .ToList();
        Assert.Equal(2 * Serve.Sites.Count, addresses.Count);
        Assert.Equal(addresses.Count, addresses.Distinct(StringComparer.Ordinal).Count());
        Assert.All(addresses, address => Assert.True(network.Contains(IPAddress.Parse(address))));
    }

    [Theory, MemberData(nameof(Sites))]
    public void A_silos_environment_is_the_programs_and_its_secret_is_asked_for(string site)
    {
        var environment = Silo(site).At("environment").AsObject();
        Assert.Equal(Serve.Variables, environment.Select(variable => variable.Key));
        Assert.StartsWith($"${{{SiteArguments.PostgresVariable}:?", environment.Text(SiteArguments.PostgresVariable), StringComparison.Ordinal);
        Assert.Equal("${DOTNET_ENVIRONMENT:-Production}", environment.Text(Serve.EnvironmentVariable));
    }

    [Theory, MemberData(nameof(Sites))]
    public void A_silo_is_given_the_time_to_drain_and_asked_whether_it_is_ready(string site)
    {
        var service = Silo(site);
        Assert.True(Seconds(service.Text("stop_grace_period")) > SiloHost.StopWithin);
        var asks = string.Join(' ', service.Texts("healthcheck", "test"));
        Assert.Contains($"GET {Probes.Ready} ", asks, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"/127.0.0.1/{Serve.DefaultPorts.Gateway}"), asks, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Sites))]
    public void A_sites_database_asks_the_others_and_only_one_may_begin(string site)
    {
        var service = _compose.At("services", $"postgres-{site}");
        Assert.Equal(site, service.Text("environment", "SITE"));
        Assert.Equal(
            Serve.Sites.Where(other => other != site).Select(other => $"postgres-{other}"), service.Text("environment", "PEERS").Split(','));
        Assert.Equal(site == Serve.Sites[0], service.At("environment").AsObject().ContainsKey("FIRST"));
        Assert.Contains("./postgres:/etc/despatch/postgres:ro", service.Texts("volumes"));
        Assert.Contains(service.Texts("volumes"), volume => volume.StartsWith($"{site}:", StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_are_files_that_are_not_in_the_tree()
    {
        var files = _compose.At("secrets").AsObject().Select(secret => secret.Value!.Text("file")).ToList();
        var ignored = Repository.Read(".gitignore").Split('\n');
        Assert.Contains("deploy/secrets/", ignored);
        Assert.Contains("deploy/.env", ignored);
        Assert.All(files, file => Assert.StartsWith("./secrets/", file, StringComparison.Ordinal));

        var named = _compose.At("services").AsObject()
            .SelectMany(service => service.Value!["environment"] as JsonObject ?? [])
            .Where(variable => variable.Key.EndsWith("_FILE", StringComparison.Ordinal))
            .Select(variable => variable.Value!.GetValue<string>());
        Assert.All(named, name => Assert.Contains($"./secrets/{Path.GetFileName(name)}", files));
        Assert.All(
            _compose.At("services").AsObject().SelectMany(service => service.Value!["environment"] as JsonObject ?? []),
            variable => Assert.DoesNotMatch("(?i)password=|^POSTGRES_PASSWORD$", $"{variable.Key} {variable.Value}"));
    }

    [Fact]
    public void Every_file_that_is_mounted_is_there()
    {
        var mounts = _compose.At("services").AsObject()
            .SelectMany(service => (service.Value!["volumes"] as JsonArray ?? []).Select(volume => volume!.GetValue<string>().Split(':')[0]))
            .Where(source => source.StartsWith("./", StringComparison.Ordinal));
        Assert.All(mounts, source => Assert.True(Path.Exists(Repository.At(Path.Combine("deploy", source))), source));
    }

    private static TimeSpan Seconds(string period) => TimeSpan.FromSeconds(int.Parse(period.TrimEnd('s'), CultureInfo.InvariantCulture));

    private JsonNode Silo(string site) => _compose.At("services", $"{site}-1");
}
