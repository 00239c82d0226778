using Despatch.Board;
using Despatch.Domain.Escalation;

namespace Despatch.Scenarios.Running;

/// <summary>
/// Moves a cluster's clock from deadline to deadline, and waits at each until it was raised and every board shows it. Nothing here waits
/// by the machine's clock unless something hangs, so a script takes the same course every time.
/// </summary>
internal sealed class VirtualTime(ScenarioCluster cluster)
{
    /// <summary>How often the pods sweep (Despatch.Grains).</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(500);

    /// <summary>How long, by the machine's clock, a sweep has to write what is due before it is asked to look again; it doubles.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private readonly DueRows _due = new(cluster.Boards[0], pod: null, TimeSpan.Zero);

    public DateTimeOffset Now => cluster.Clock.GetUtcNow();

    /// <summary>Moves to a moment; every deadline until then has been raised when this completes.</summary>
    public async Task MoveToAsync(DateTimeOffset moment)
    {
        await cluster.LevelAsync();
        while (Due(moment) is [.., _] due)
        {
            cluster.Clock.MoveTo(due.Min(static d => d.Deadline.Due));
            await RaisedAsync();
        }

        cluster.Clock.MoveTo(moment);
    }

    private async Task RaisedAsync()
    {
        var patience = FirstPatience;
        for (var position = await cluster.LevelAsync(); Due(Now) is [.., _] due; position = await cluster.LevelAsync())
        {
            if (await IsWrittenAsync(position + 1, patience))
            {
                patience = FirstPatience;
                continue;
            }

            // A second deadline of the same moment comes to light when the first was raised: only the next look finds it.
            var (key, first) = due[0];
            Assert.True(patience < LastPatience, $"Step {first.Step} of {first.Clock} of {key}, due {first.Due:O}, was not raised.");
            cluster.Clock.Ring(Sweep);
            patience *= 2;
        }
    }

    private List<(string Key, Deadline Deadline)> Due(DateTimeOffset until) =>
        [.. _due.Look(cluster.Policy.Current, until).Select(static due => (due.Key, due.Deadline))];

    private async Task<bool> IsWrittenAsync(long position, TimeSpan patience)
    {
        try
        {
            await cluster.BoardsAt(position).WaitAsync(patience, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
