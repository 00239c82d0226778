using System.Runtime.CompilerServices;
using Despatch.EventLog;

namespace Despatch.Board.Tests;

/// <summary>As much of an event log as a follower needs: it delivers a list, and fails when told to.</summary>
internal sealed class MemoryLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];
    private readonly Queue<EventLogException> _faults = new();
    private TaskCompletionSource _changed = New();

    public int StreamReads { get; private set; }

    public void Append(params IEnumerable<LoggedEvent> events)
    {
        lock (_gate)
        {
            _events.AddRange(events);
        }

        Wake();
    }

    /// <summary>Every follower fails once for each fault, even in the middle of its wait.</summary>
    public void FailNext(string code, bool isTransient)
    {
        lock (_gate)
        {
            _faults.Enqueue(new EventLogException(code, isTransient, "As the test wants."));
        }

        Wake();
    }

    public async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> FollowAsync(long afterPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            List<LoggedEvent> batch;
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
                if (_faults.TryDequeue(out var fault))
                {
                    throw fault;
                }

                batch = [.. _events.Where(e => e.Position > afterPosition).Take(7)];
            }

            if (batch.Count == 0)
            {
                await changed.WaitAsync(ct);
                continue;
            }

            afterPosition = batch[^1].Position;
            yield return batch;
        }
    }

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadStreamAsync(string stream, long afterVersion, int maxCount, CancellationToken ct)
    {
        lock (_gate)
        {
            StreamReads++;
            return new([.. _events.Where(e => e.Stream == stream && e.Version > afterVersion).Take(maxCount)]);
        }
    }

    public ValueTask<long> LastPositionAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            return new(_events.Count == 0 ? 0 : _events[^1].Position);
        }
    }

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        lock (_gate)
        {
            return new([.. _events.Where(e => e.Position > afterPosition).Take(maxCount)]);
        }
    }

    public ValueTask<DoneCommand?> FindCommandAsync(string commandId, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(string tag, int maxCount, CancellationToken ct) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LoggedEvent>> FindAnyAsync(IReadOnlyCollection<string> tags, int maxCountEach, CancellationToken ct) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadBeginningsAsync(
        IReadOnlyCollection<string> streams, IReadOnlyCollection<string> names, int maxCountEach, CancellationToken ct) =>
        throw new NotSupportedException();

    public ValueTask<ChainReport> VerifyAsync(CancellationToken ct) => throw new NotSupportedException();

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
