using System.Diagnostics;
using Polyfills.Grpc.Tests.Protocol;

namespace Polyfills.Grpc.Tests;

/// <summary>Many small calls at once: none may be lost, and the rate is told.</summary>
public sealed class ThroughputTests(GrpcHost host, ITestOutputHelper output) : IClassFixture<GrpcHost>
{
    [Fact]
    public async Task Many_calls_at_once_are_all_answered()
    {
        var calls = int.Parse(
            Environment.GetEnvironmentVariable("GRPC_THROUGHPUT_CALLS") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        await RunAsync(Math.Min(calls, 20_000));
        var watch = Stopwatch.StartNew();
        await RunAsync(calls);
        output.WriteLine($"{calls / watch.Elapsed.TotalSeconds:F0} unary calls/s, 32 at once");
    }

    private Task RunAsync(int calls)
    {
        var left = calls;
        return Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            for (var i = Interlocked.Decrement(ref left); i >= 0; i = Interlocked.Decrement(ref left))
            {
                var response = await host.Client.UnaryAsync(
                    new EchoRequest { Text = "hello", Count = i }, cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(i, response.Count);
            }
        }));
    }
}
