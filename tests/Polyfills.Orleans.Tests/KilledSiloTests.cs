using Orleans.Runtime;

namespace Polyfills.OrleansTests;

/// <summary>What becomes of calls when a silo is killed, and of the silo.</summary>
public class KilledSiloTests
{
    [Fact]
    public async Task A_call_in_flight_to_a_killed_silo_fails_and_the_next_makes_the_grain_elsewhere()
    {
        await using var cluster = await Sites.Deploy();
        var grain = cluster.From("Hendon").GetGrain<ISiteGrain>("Lambeth/killed");
        Assert.Equal("Lambeth", await grain.Where());
        var held = grain.Hold("killed");
        await Gates.Passed("killed.began");

        await cluster.KillSiloAsync(cluster.Named("Lambeth"));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        Assert.Equal("Bow", await grain.Where());
    }

    [Fact]
    public async Task A_silo_that_is_killed_amid_its_own_calls_ends_each_time()
    {
        await using var cluster = await Sites.Deploy();
        for (var round = 0; round < 20; round++)
        {
            using var over = new CancellationTokenSource();
            var busy = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource()).ToList();
            foreach (var (i, begun) in busy.Index())
            {
                var grain = cluster.From("Lambeth").GetGrain<ISiteGrain>($"Hendon/called{i}");

                // Not awaited: what was called once the silo was dead is answered by nobody.
                _ = Task.Run(() => CallAsync(grain, begun, over.Token), over.Token);
            }

            await Task.WhenAll(busy.Select(b => b.Task));

            // It throws if the silo's end is not reached.
            await cluster.KillSiloAsync(cluster.Named("Lambeth"));

            await over.CancelAsync();
            await cluster.StartAdditionalSiloAsync();
        }

        static async Task CallAsync(ISiteGrain grain, TaskCompletionSource busy, CancellationToken over)
        {
            while (!over.IsCancellationRequested)
            {
                await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.Where()));
                busy.TrySetResult();
            }
        }
    }
}
