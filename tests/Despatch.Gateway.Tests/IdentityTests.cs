using Grpc.Core;
using Grpc.Health.V1;

namespace Despatch.Gateway.Tests;

/// <summary>Who calls.</summary>
public sealed class IdentityTests(GatewayFixture gateway, ProductionGateway production)
    : IClassFixture<GatewayFixture>, IClassFixture<ProductionGateway>
{
    [Theory]
    [InlineData(null, "supervisor", "x-operator")]
    [InlineData(" ", "supervisor", "x-operator")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "supervisor", "x-operator")]
    [InlineData("SUP1", null, "x-role")]
    [InlineData("SUP1", "boss", "x-role")]
    [InlineData("SUP1", "system", "x-role")]
    [InlineData("SUP1", "Supervisor", "x-role")]
    public async Task A_call_without_an_identity_is_refused_and_the_header_named(string? name, string? role, string header)
    {
        var headers = new Metadata();
        if (name is not null)
        {
            headers.Add("x-operator", name);
        }

        if (role is not null)
        {
            headers.Add("x-role", role);
        }

        var query = await Assert.ThrowsAsync<RpcException>(
            async () => await gateway.Pods.GetAsync(new V1.GetPodRequest { Code = "AS" }, GatewayFixture.As(headers)));
        using var watch = gateway.Pods.WatchBoard(new V1.WatchBoardRequest(), GatewayFixture.As(headers));
        var watched = await Assert.ThrowsAsync<RpcException>(
            () => watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unauthenticated, query.StatusCode);
        Assert.Contains(header, query.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unauthenticated, watched.StatusCode);
    }

    [Fact]
    public async Task Outside_development_every_call_is_refused_and_health_is_open()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await production.Pods.GetAsync(new V1.GetPodRequest { Code = "AS" }, GatewayFixture.AsSupervisor));
        var health = await new Health.HealthClient(production.Channel).CheckAsync(new HealthCheckRequest(), GatewayFixture.As([]));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.NotEqual(HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
    }
}
