using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Tells one silo's code of the membership. Who is slow to read sees the newest state, not every step.</summary>
internal sealed class MembershipService(ClusterHub hub) : IClusterMembershipService
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal(hub);

    public ClusterMembershipSnapshot CurrentSnapshot => hub.Members;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => Updates();

    /// <summary>The membership changed.</summary>
    public void Publish()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = NewSignal(hub);
        }

        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal(ClusterHub hub) => new(hub.Executor.Continuations);

    private async IAsyncEnumerable<ClusterMembershipSnapshot> Updates([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var seen = new MembershipVersion(-1);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            var current = CurrentSnapshot;
            if (current.Version > seen)
            {
                seen = current.Version;
                yield return current;
                continue;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}

/// <summary>Tells the other silos what becomes of this one.</summary>
internal interface IMembershipAgent
{
    /// <summary>Makes the silo an active member.</summary>
    Task Join(Silo silo);

    /// <summary>Its next status. Lost: it takes along calls that it had.</summary>
    Task Become(Silo silo, SiloStatus status, bool lost = false);
}

/// <summary>Among silos of one process every one hears of it at once.</summary>
internal sealed class HubMembership(ClusterHub hub) : IMembershipAgent
{
    public Task Join(Silo silo) => Become(silo, SiloStatus.Active);

    public Task Become(Silo silo, SiloStatus status, bool lost = false)
    {
        hub.SetStatus(silo.SiloAddress, silo.Name, status, lost);
        return Task.CompletedTask;
    }
}
