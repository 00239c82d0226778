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
