using Despatch.Exercise.Clients;
using Despatch.LocalCluster;
using Despatch.V1;
using Grpc.Core;

namespace Despatch.LoadTests.Failing;

/// <summary>What can be done to a site of a running cluster, and how it is healed. One caller at a time.</summary>
internal sealed class Harm(ClusterProcesses cluster, SiloProcess victim, CommandClient client)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly Person Engineer = new("engineer-01", "supervisor");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => victim.Process.KillAsync();

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => victim.Process.Freeze();

    /// <summary>SIGCONT, then as long as it takes until the silo is a member again: it came back, or left and was started anew. Whether it left.</summary>
    public async Task<bool> ThawAsync(CancellationToken cancel)
    {
        victim.Process.Thaw();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        leaving.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await victim.Process.EndAsync(leaving.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await LevelAsync(cancel);
            return false;
        }

        await ReviveAsync(cancel);
        return true;
    }

    /// <summary>SIGTERM, and waits for its end.</summary>
    /// <exception cref="LocalProcessException">It ended badly.</exception>
    public async Task DrainAsync()
    {
        var code = await victim.Process.StopAsync();
        if (code is not 0)
        {
            throw new LocalProcessException($"{victim.Name} was asked to stop and ended with {code?.ToString() ?? "SIGKILL, after 30 s"}.", victim.Process.Said);
        }
    }

    /// <summary>Starts it anew, as whatever watches over a service does; returns when all silos are level and its grains may come home.</summary>
    public async Task ReviveAsync(CancellationToken cancel)
    {
        await victim.StartAsync(client.Time, cancel);
        await LevelAsync(cancel);
    }

    /// <summary>Waits until a gateway reports every silo active and its board level.</summary>
    public async Task<ClusterStatus> LevelAsync(CancellationToken cancel)
    {
        var began = client.Time.GetTimestamp();
        while (client.Time.GetElapsedTime(began) < Longest)
        {
            try
            {
                var status = (await client.AskAsync("GetStatus", Engineer, (g, o) => g.Cluster.GetStatusAsync(new GetStatusRequest(), o), cancel)).Value!;
                var active = status.Silos.Where(s => s.BoardPosition >= 0).ToArray();
                if (active.Length == cluster.Silos.Count(s => s.Runs))
                {
                    return status;
                }
            }
            catch (RpcException)
            {
                // The gateway that was asked cannot tell yet.
            }

            await Task.Delay(Look, client.Time, cancel);
        }

        throw new LocalProcessException($"Not every silo was active within {Longest.TotalSeconds} s of {victim.Name}'s return.", victim.Process.Said);
    }
}
