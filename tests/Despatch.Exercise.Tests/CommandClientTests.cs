using Despatch.Exercise.Clients;
using Grpc.Core;

namespace Despatch.Exercise.Tests;

/// <summary>Which gateway a client asks next.</summary>
public sealed class CommandClientTests
{
    private static readonly TimeProvider Time = TimeProvider.System;

    [Fact]
    public void Gateways_are_asked_in_turn()
    {
        using var client = Client();
        var asked = Enumerable.Range(0, 6).Select(_ => client.NextGateway().Target.Port).ToArray();
        Assert.Equal(asked[..3], asked[3..]);
        Assert.Equal([1, 2, 3], asked[..3].Order());
    }

    [Fact]
    public void One_that_was_silent_is_passed_over()
    {
        using var client = Client();
        var silent = client.NextGateway();
        silent.AsideUntil = Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotSame(silent, client.NextGateway()));
    }

    [Theory]
    [InlineData(StatusCode.DeadlineExceeded, -1, true)]
    [InlineData(StatusCode.DeadlineExceeded, 1, false)]
    [InlineData(StatusCode.Unavailable, 1, true)]
    public void One_that_answers_others_meanwhile_is_not_the_silent_one(StatusCode status, int answeredLater, bool isSetAside)
    {
        using var client = Client();
        var gateway = client.NextGateway();
        var asked = Time.GetTimestamp();
        gateway.AnsweredAt = asked + answeredLater;
        client.SetAside(gateway, new RpcException(new Status(status, "")), asked);
        Assert.Equal(isSetAside, gateway.AsideUntil > Time.GetUtcNow());
    }

    [Fact]
    public void When_all_were_silent_the_dead_one_is_not_asked_again_and_again()
    {
        using var client = Client();
        var gateways = Enumerable.Range(0, 3).Select(_ => client.NextGateway()).ToArray();
        for (var asked = 0; asked < 9; asked++)
        {
            // Each fails again and is set aside anew.
            client.NextGateway().AsideUntil = Time.GetUtcNow() + TimeSpan.FromMinutes(1 + asked);
        }

        var next = Enumerable.Range(0, 3).Select(asked =>
        {
            var gateway = client.NextGateway();
            gateway.AsideUntil = Time.GetUtcNow() + TimeSpan.FromMinutes(20 + asked);
            return gateway;
        });
        Assert.Equal(gateways.Select(g => g.Target.Port).Order(), next.Select(g => g.Target.Port).Order());
    }

    private static CommandClient Client() => new(
        new CommandClientOptions { Targets = [new("http://127.0.0.1:1"), new("http://127.0.0.1:2"), new("http://127.0.0.1:3")] }, new Tally(), Time);
}
