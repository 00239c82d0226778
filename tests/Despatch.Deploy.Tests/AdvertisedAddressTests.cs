using System.Net;
using Despatch.Deploy.Tests.Support;
using Despatch.Host.Clustering;

namespace Despatch.Deploy.Tests;

/// <summary>A silo's address may be given by a name: in Kubernetes only the name of its Service is known beforehand.</summary>
public sealed class AdvertisedAddressTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_is_itself()
    {
        Assert.Equal(IPAddress.Parse("10.20.0.11"), await AdvertisedAddress.FindAsync("10.20.0.11", Ct));
    }

    [Fact]
    public async Task A_name_is_the_one_address_it_has()
    {
        Assert.Equal(IPAddress.Loopback, await AdvertisedAddress.FindAsync("localhost", Ct));
        Assert.Equal("localhost", Serve.Read(["serve", "--site", "bow", "--silo-listen", "0.0.0.0:11100", "--advertise", "localhost"]).Advertised);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_with_the_option()
    {
        var e = await Assert.ThrowsAsync<IOException>(() => AdvertisedAddress.FindAsync("nowhere.invalid", Ct));
        Assert.StartsWith("--advertise: no address is known for nowhere.invalid", e.Message, StringComparison.Ordinal);
    }
}
