using System.Net;
using Grpc.Health.V1;
using Orleans.Runtime;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Despatch.Gateway.Tests;

/// <summary>Alive, ready, degraded: over plain HTTP and over gRPC, which say the same.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly HealthFixture _gateway = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _gateway.InitializeAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task It_is_ready_once_the_board_has_caught_up_and_live_before()
    {
        await IsAsync(HttpStatusCode.ServiceUnavailable, "not ready: the board is at position 0", Serving.NotServing);
        Assert.Equal((HttpStatusCode.OK, "live\n"), await GetAsync("/health/live"));

        _gateway.Follow();
        await CaughtUpAsync();
        await IsAsync(HttpStatusCode.OK, "ready\n", Serving.Serving);
    }

    [Fact]
    public async Task Cut_off_from_the_log_it_is_degraded_and_says_how_old_the_board_is()
    {
        _gateway.Follow();
        await CaughtUpAsync();
        await _gateway.CutOffAsync();
        _gateway.Time.Ahead = TimeSpan.FromMinutes(5);
        await IsAsync(HttpStatusCode.OK, "degraded: the log is away and the last board is served; it is 30", Serving.Serving);
    }

    [Theory]
    [InlineData(SiloStatus.Joining)]
    [InlineData(SiloStatus.ShuttingDown)]
    [InlineData(SiloStatus.Dead)]
    public async Task A_silo_that_is_not_active_is_not_ready(SiloStatus status)
    {
        _gateway.Follow();
        await CaughtUpAsync();
        _gateway.Silo.Status = status;
        await IsAsync(HttpStatusCode.ServiceUnavailable, "not ready: hendon-1 is not an active silo", Serving.NotServing);
        Assert.Equal((HttpStatusCode.OK, "live\n"), await GetAsync("/health/live"));
    }

    private async Task IsAsync(HttpStatusCode code, string words, Serving serving)
    {
        var (status, body) = await GetAsync("/health/ready");
        Assert.Equal(code, status);
        Assert.StartsWith(words, body, StringComparison.Ordinal);
        var answer = await new Health.HealthClient(_gateway.Channel).CheckAsync(new HealthCheckRequest(), GatewayFixture.As([]));
        Assert.Equal(serving, answer.Status);
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var client = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.GetAsync(new Uri(_gateway.Address, path), Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private async Task CaughtUpAsync()
    {
        while (!_gateway.Board.HasCaughtUp)
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A gateway whose board follows when told to, on a clock that can be put ahead.</summary>
    private sealed class HealthFixture : GatewayFixture
    {
        public ShiftedTime Time { get; } = new();

        protected override TimeProvider Clock => Time;

        protected override bool FollowsAtOnce => false;
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
