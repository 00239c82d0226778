using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Polyfills.Grpc.Tests;

/// <summary>The health service follows ASP.NET's health checks.</summary>
public sealed class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_follows_the_health_checks()
    {
        await using var host = new GrpcHost();
        await host.InitializeAsync();
        var health = new Health.HealthClient(host.Channel);
        var request = new HealthCheckRequest();
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(request, cancellationToken: Stop)).Status);
        using var watch = health.Watch(request, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);

        host.Health = HealthStatus.Unhealthy;
        Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(request, cancellationToken: Stop)).Status);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(Stop));
        }
        while (watch.ResponseStream.Current.Status != ServingStatus.NotServing);
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so()
    {
        await using var host = new GrpcHost();
        await host.InitializeAsync();
        using var watch = new Health.HealthClient(
            host.Channel).Watch(new HealthCheckRequest { Service = "nobody" }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }
}
