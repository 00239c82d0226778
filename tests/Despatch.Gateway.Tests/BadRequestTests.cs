using Grpc.Core;

namespace Despatch.Gateway.Tests;

/// <summary>Bad input is refused at the gateway: the field and the rule are named, and no grain hears of it.</summary>
public sealed class BadRequestTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    public static TheoryData<string> Names => [.. BadRequests.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_request_is_refused_with_its_field_named_and_nothing_changes(string name)
    {
        var bad = BadRequests.All.Single(r => string.Equals(r.Name, name, StringComparison.Ordinal));
        var before = gateway.Grains.Commands.Count;

        var refused = await Assert.ThrowsAsync<RpcException>(() => bad.Send(gateway));

        Assert.Equal(bad.Status, refused.StatusCode);
        Assert.Equal(bad.Field, refused.Trailers.GetValue("refusal-field"));
        Assert.StartsWith(bad.Field + " ", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(before, gateway.Grains.Commands.Count);
    }

    [Fact]
    public async Task A_message_over_the_size_limit_is_refused()
    {
        var request = new V1.AddEntryRequest { Cad = "1/21NOV26", Words = new string('x', 2 * 1024 * 1024) };
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await gateway.Incidents.AddEntryAsync(request, GatewayFixture.AsSupervisor));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    [Fact]
    public async Task A_swapped_point_is_told_as_such()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await gateway.Incidents.LocateAsync(
            new V1.LocateRequest
            {
                Command = GatewayFixture.Command(),
                Cad = "1/21NOV26",
                Location = new V1.Location { Point = new V1.Point { Longitude = 51.5, Latitude = -0.1 } },
            },
            GatewayFixture.AsSupervisor));

        Assert.Contains("exchanged", refused.Status.Detail, StringComparison.Ordinal);
    }
}
