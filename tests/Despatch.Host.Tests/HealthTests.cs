using System.Net;
using Despatch.Host.Tests.Hosting;

namespace Despatch.Host.Tests;

/// <summary>What a probe sees on the gateway's own port, in either version of HTTP.</summary>
public sealed class HealthTests(London london)
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_plain_HTTP_probe_finds_every_site_live_and_ready(string version)
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = new HttpClient
        {
            DefaultRequestVersion = Version.Parse(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var gateway in london.Gateways)
        {
            Assert.Equal("live\n", await client.GetStringAsync(new Uri(gateway.Address, "/health/live"), ct));
            Assert.Equal("ready\n", await client.GetStringAsync(new Uri(gateway.Address, "/health/ready"), ct));
            using var nothing = await client.GetAsync(new Uri(gateway.Address, "/health"), ct);
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }
    }
}
