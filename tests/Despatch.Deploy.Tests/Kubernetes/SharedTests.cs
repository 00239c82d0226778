using Despatch.Deploy.Tests.Support;
using Despatch.Host.Telemetry;
using k8s.Models;

namespace Despatch.Deploy.Tests.Kubernetes;

/// <summary>What all sites share: who may talk to whom, and how many silos may be away at once.</summary>
public sealed class SharedTests
{
    private const int PostgresPort = 5432;

    [Fact]
    public async Task At_most_one_silo_of_all_sites_is_taken_away_at_once()
    {
        var budget = (await Rendered.SharedAsync()).One<V1PodDisruptionBudget>().Spec;
        Assert.Equal("1", budget.MaxUnavailable.Value);
        Assert.Null(budget.MinAvailable);
        foreach (var site in Serve.Sites)
        {
            // A Pod in two budgets cannot be evicted at all.
            var rendered = await Rendered.SiteAsync(site);
            Assert.Empty(rendered.All<V1PodDisruptionBudget>());
            Assert.True(rendered.Silos.Spec.Replicas >= 1);
            AssertSelects(budget.Selector, rendered);
        }
    }

    [Fact]
    public async Task Nobody_talks_to_anybody_unless_a_policy_says_so()
    {
        var nobody = (await PoliciesAsync()).Single(policy => policy.PodSelector.MatchLabels is null);
        Assert.Equal(["Ingress", "Egress"], nobody.PolicyTypes);
        Assert.Null(nobody.Ingress);
        Assert.Null(nobody.Egress);
    }

    [Fact]
    public async Task Clients_reach_the_gateway_and_only_silos_reach_silos_whatever_their_site()
    {
        var policy = await SiloPolicyAsync();
        Assert.Equal(["Ingress", "Egress"], policy.PolicyTypes);
        foreach (var rendered in await SitesAsync())
        {
            AssertSelects(policy.PodSelector, rendered);
            foreach (var rule in policy.Ingress)
            {
                var port = Assert.Single(rule.Ports).Port.Value;
                Assert.Contains(rendered.Container.Ports, p => p.Name == port);
                Assert.NotEmpty(rule.FromProperty);
            }

            var silos = Assert.Single(policy.Ingress, rule => Assert.Single(rule.Ports).Port.Value == "silo");
            AssertSelects(Assert.Single(silos.FromProperty).PodSelector, rendered);
            var others = Assert.Single(policy.Egress, rule => rule.Ports.Any(p => p.Port.Value == "silo"));
            AssertSelects(Assert.Single(others.To).PodSelector, rendered);
        }

        Assert.Equal(["gateway", "silo"], policy.Ingress.Select(rule => Assert.Single(rule.Ports).Port.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Silos_reach_the_databases_and_the_collector_and_names()
    {
        var policy = await SiloPolicyAsync();
        Assert.All(policy.Egress, rule => Assert.NotEmpty(rule.To));
        var database = To(policy, PostgresPort);
        Assert.Equal(Serve.Sites.Count, database.To.Count);
        Assert.All(database.To, to => Assert.EndsWith("/32", to.IpBlock.Cidr, StringComparison.Ordinal));
        Assert.NotNull(To(policy, 53));

        foreach (var rendered in await SitesAsync())
        {
            var collector = new Uri(rendered.Container.Env.Single(e => e.Name == OtlpExport.Variable).Value);
            var rule = To(policy, collector.Port);
            Assert.Equal(
                collector.Host.Split('.')[1],
                Assert.Single(rule.To).NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        }
    }

    [Fact]
    public async Task No_secret_and_no_site_is_shared_and_all_of_it_is_in_one_namespace()
    {
        var shared = await Rendered.SharedAsync();
        var name = shared.One<V1Namespace>().Metadata.Name;
        var account = shared.One<V1ServiceAccount>();
        Assert.False(account.AutomountServiceAccountToken);
        foreach (var rendered in (Rendered[])[shared, .. await SitesAsync()])
        {
            Assert.Empty(rendered.All<V1Secret>());
            Assert.All(rendered.Objects.Where(o => o is not V1Namespace), o => Assert.Equal(name, o.Metadata.NamespaceProperty));
        }

        Assert.All(await SitesAsync(), rendered => Assert.Equal(account.Metadata.Name, rendered.Pod.ServiceAccountName));
        Assert.Empty(shared.All<V1StatefulSet>());
    }

    private static V1NetworkPolicyEgressRule To(V1NetworkPolicySpec policy, int port) => Assert.Single(
        policy.Egress,
        rule => rule.Ports.Any(p => p.Port.Value == port.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<V1NetworkPolicySpec> SiloPolicyAsync() =>
        (await PoliciesAsync()).Single(policy => policy.PodSelector.MatchLabels is not null);

    private static async Task<IEnumerable<V1NetworkPolicySpec>> PoliciesAsync() =>
        (await Rendered.SharedAsync()).All<V1NetworkPolicy>().Select(policy => policy.Spec);

    private static Task<Rendered[]> SitesAsync() => Task.WhenAll(Serve.Sites.Select(Rendered.SiteAsync));

    private static void AssertSelects(V1LabelSelector selector, Rendered rendered)
    {
        Assert.NotNull(selector.MatchLabels);
        var labels = rendered.LabelsOf(1);
        Assert.All(selector.MatchLabels, wanted => Assert.Equal(wanted.Value, labels.GetValueOrDefault(wanted.Key)));
    }
}
