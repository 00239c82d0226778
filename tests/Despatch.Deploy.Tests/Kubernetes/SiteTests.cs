using Despatch.Deploy.Tests.Support;
using Despatch.Gateway.Probing;
using Despatch.Host.Commands;
using Despatch.Host.Serving;
using k8s.Models;

namespace Despatch.Deploy.Tests.Kubernetes;

/// <summary>Every site's overlay, as it renders, starts the program that is built here, in the way it wants to be started.</summary>
public sealed class SiteTests
{
    private const int SecondSilo = 2;

    public static TheoryData<string> Sites => [.. Serve.Sites];

    [Fact]
    public void Every_site_has_an_overlay_and_no_other_has()
    {
        var overlays = Directory.GetDirectories(Repository.At("k8s/overlays")).Select(Path.GetFileName);
        Assert.Equal(Serve.Sites.Order(StringComparer.Ordinal), overlays.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task The_program_takes_its_arguments(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        for (var number = 1; number <= rendered.Silos.Spec.Replicas; number++)
        {
            var options = Serve.Read(rendered.ArgumentsOf(number));
            Assert.Equal(site, options.Site.Key);
            Assert.Equal(number, options.Number);
            Assert.Equal(Serve.DefaultPorts, Serve.PortsOf(options));
            Assert.Equal((options.Gateway.Port, options.Silo.Port), (rendered.Port("gateway"), rendered.Port("silo")));
        }
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task Every_silo_and_one_more_advertises_a_service_that_leads_to_it_alone(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        rendered.Silos.Spec.Replicas = Math.Max(SecondSilo, rendered.Silos.Spec.Replicas!.Value);
        for (var number = 1; number <= rendered.Silos.Spec.Replicas; number++)
        {
            var options = Serve.Read(rendered.ArgumentsOf(number));
            var address = rendered.Service(options.Advertised);

            // A Service without an address of its own would give the Pod's, which changes.
            Assert.NotEqual("None", address.Spec.ClusterIP);

            // A silo joins before it is ready; the others must reach it then.
            Assert.True(address.Spec.PublishNotReadyAddresses);
            Assert.Equal(options.Silo.Port, Assert.Single(address.Spec.Ports).Port);
            Assert.Equal(number, Assert.Single(
                Enumerable.Range(1, rendered.Silos.Spec.Replicas.Value), n => Selects(address.Spec.Selector, rendered.LabelsOf(n))));

            // The Pod's own name leads to the Pod's own address, from its hosts file.
            Assert.NotEqual($"{rendered.Silos.Metadata.Name}-{number}", options.Advertised);
        }
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task Its_services_lead_to_its_own_silos_on_the_ports_they_open(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        foreach (var service in rendered.All<V1Service>())
        {
            Assert.Equal(site, service.Spec.Selector["site"]);
            Assert.All(service.Spec.Ports, port => Assert.Equal(rendered.Port(port.TargetPort.Value), port.Port));
        }

        Assert.Equal("None", rendered.Service(rendered.Silos.Spec.ServiceName).Spec.ClusterIP);
        Assert.True(Selects(rendered.Service($"{site}-gateway").Spec.Selector, rendered.LabelsOf(1)));
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task Its_environment_is_the_programs_and_its_secret_is_only_named(string site)
    {
        var container = (await Rendered.SiteAsync(site)).Container;
        var database = Assert.Single(container.Env, e => e.Name == SiteArguments.PostgresVariable);
        Assert.Null(database.Value);
        Assert.False(string.IsNullOrEmpty(database.ValueFrom.SecretKeyRef.Name));
        Assert.False(string.IsNullOrEmpty(database.ValueFrom.SecretKeyRef.Key));

        Assert.All(container.Env, e => Assert.True(
            Serve.Variables.Contains(e.Name, StringComparer.Ordinal)
            || container.Args.Any(argument => argument.Contains($"$({e.Name})", StringComparison.Ordinal)),
            $"{e.Name} is read by nobody."));
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task Its_probes_ask_the_gateways_health(string site)
    {
        var container = (await Rendered.SiteAsync(site)).Container;

        // A database away makes a silo not ready at worst; only a process that answers nothing is restarted.
        Assert.Equal(Probes.Live, container.LivenessProbe.HttpGet.Path);
        Assert.Equal(Probes.Live, container.StartupProbe.HttpGet.Path);
        Assert.Equal(Probes.Ready, container.ReadinessProbe.HttpGet.Path);
        Assert.All(
            (V1Probe[])[container.LivenessProbe, container.StartupProbe, container.ReadinessProbe],
            probe => Assert.Equal("gateway", probe.HttpGet.Port.Value));
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task It_is_given_the_time_to_drain_after_the_pause_before_it(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        var pause = TimeSpan.FromSeconds(rendered.Container.Lifecycle.PreStop.Sleep.Seconds);
        var grace = TimeSpan.FromSeconds(rendered.Pod.TerminationGracePeriodSeconds!.Value);
        Assert.True(pause > TimeSpan.Zero);
        Assert.True(grace > pause + SiloHost.StopWithin, $"{grace} is not enough for {pause} and {SiloHost.StopWithin}.");
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task Its_silos_stand_on_machines_of_the_site_spread_over_them(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        Assert.Equal(site, rendered.Pod.NodeSelector["topology.kubernetes.io/zone"]);
        var spread = Assert.Single(rendered.Pod.TopologySpreadConstraints);
        Assert.Equal(("kubernetes.io/hostname", "DoNotSchedule", 1), (spread.TopologyKey, spread.WhenUnsatisfiable, spread.MaxSkew));
        Assert.True(Selects(spread.LabelSelector.MatchLabels, rendered.LabelsOf(1)));
        Assert.Equal("Parallel", rendered.Silos.Spec.PodManagementPolicy);
    }

    [Theory, MemberData(nameof(Sites))]
    public async Task It_asks_for_what_it_needs_and_for_no_rights(string site)
    {
        var rendered = await Rendered.SiteAsync(site);
        var resources = rendered.Container.Resources;
        Assert.Superset(new HashSet<string>(["cpu", "memory"], StringComparer.Ordinal), resources.Requests.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.True(resources.Limits["memory"].ToDecimal() >= resources.Requests["memory"].ToDecimal());

        // Throttled, a silo misses its peers' probes.
        Assert.False(resources.Limits.ContainsKey("cpu"));

        Assert.True(rendered.Pod.SecurityContext.RunAsNonRoot);
        Assert.True(rendered.Container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(rendered.Container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], rendered.Container.SecurityContext.Capabilities.Drop);
        Assert.False(rendered.Pod.AutomountServiceAccountToken);
    }

    private static bool Selects(IDictionary<string, string> selector, Dictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && string.Equals(value, wanted.Value, StringComparison.Ordinal));
}
