using System.Collections.Immutable;
using Despatch.EventLog;

namespace Despatch.Grains.Tests.Support;

/// <summary>What a log in memory keeps, shared by everybody who has it open. Thread-safe.</summary>
public sealed class MemoryStore
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];
    private readonly Dictionary<string, List<LoggedEvent>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LoggedEvent>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DoneCommand> _commands = new(StringComparer.Ordinal);
    private TaskCompletionSource _moved = new();

    /// <summary>Told of every append as soon as it is written, in order.</summary>
    public Action<AppendRequest, IReadOnlyList<LoggedEvent>>? Committed { get; set; }

    /// <summary>Done at the next commit, or when a log is closed.</summary>
    public Task Moved
    {
        get
        {
            lock (_gate)
            {
                return _moved.Task;
            }
        }
    }

    public long LastPosition
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    public AppendResult Append(AppendRequest request, DateTimeOffset at)
    {
        List<LoggedEvent> written;
        lock (_gate)
        {
            if (request.Command is { } command && _commands.TryGetValue(command.Id, out var done))
            {
                return new AppendResult.AlreadyDone(done.Command, done.Position);
            }

            foreach (var write in request.Writes)
            {
                var actual = StreamOf(write.Stream).Count;
                if (actual != write.ExpectedVersion)
                {
                    return new AppendResult.Conflict(write.Stream, write.ExpectedVersion, actual);
                }
            }

            written = [.. request.Writes.SelectMany(write => Write(write, LogTime.Truncate(at)))];
            if (request.Command is { } record)
            {
                _commands[record.Id] = new DoneCommand(record, _events.Count);
            }

            Committed?.Invoke(request, written);
        }

        Wake();
        return new AppendResult.Appended(written[0].Position, written[^1].Position);
    }

    public IReadOnlyList<LoggedEvent> Stream(string stream, long afterVersion, int maxCount)
    {
        lock (_gate)
        {
            return Page(_streams.GetValueOrDefault(stream), afterVersion, maxCount);
        }
    }

    public IReadOnlyList<LoggedEvent> All(long afterPosition, int maxCount)
    {
        lock (_gate)
        {
            return Page(_events, afterPosition, maxCount);
        }
    }

    public IReadOnlyList<LoggedEvent> Tagged(string tag, int maxCount)
    {
        lock (_gate)
        {
            return _tags.TryGetValue(tag, out var found) ? [.. found.AsEnumerable().Reverse().Take(maxCount)] : [];
        }
    }

    public DoneCommand? Command(string id)
    {
        lock (_gate)
        {
            return _commands.GetValueOrDefault(id);
        }
    }

    public ChainReport Verify()
    {
        lock (_gate)
        {
            var streams = _streams.Values.Where(s => s.Count > 0).ToList();
            var broken = streams.SelectMany(Breaks).OrderBy(e => e.Position).FirstOrDefault();
            return new ChainReport(_events.Count, streams.Count, broken is null ? null : new ChainBreak(broken.Stream, broken.Version));
        }
    }

    /// <summary>Wakes all who wait for <see cref="Moved"/>.</summary>
    public void Wake()
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            moved = _moved;
            _moved = new TaskCompletionSource();
        }

        // Not under the lock: whoever waits may go on here.
        moved.TrySetResult();
    }

    private static IEnumerable<LoggedEvent> Breaks(List<LoggedEvent> stream)
    {
        var previous = EventHash.Start;
        foreach (var e in stream)
        {
            var expected = EventHash.Compute(previous.Span, e.Stream, e.Version, e.Name, e.At, e.Data.Span);
            if (!expected.AsSpan().SequenceEqual(e.Hash.Span))
            {
                yield return e;
            }

            previous = e.Hash;
        }
    }

    private static List<LoggedEvent> Page(List<LoggedEvent>? events, long after, int maxCount) =>
        events is null || after >= events.Count ? [] : events.GetRange((int)after, (int)Math.Min(maxCount, events.Count - after));

    private List<LoggedEvent> StreamOf(string stream)
    {
        if (!_streams.TryGetValue(stream, out var events))
        {
            _streams[stream] = events = [];
        }

        return events;
    }

    private ImmutableArray<LoggedEvent> Write(StreamWrite write, DateTimeOffset at)
    {
        var stream = StreamOf(write.Stream);
        var written = ImmutableArray.CreateBuilder<LoggedEvent>(write.Events.Length);
        foreach (var item in write.Events)
        {
            var version = stream.Count + 1L;
            var previous = stream.Count == 0 ? EventHash.Start : stream[^1].Hash;
            var hash = EventHash.Compute(previous.Span, write.Stream, version, item.Name, at, item.Data.Span);
            var logged = new LoggedEvent(_events.Count + 1L, write.Stream, version, item.Name, at, item.Data, hash);
            stream.Add(logged);
            _events.Add(logged);
            written.Add(logged);
            foreach (var tag in item.Tags.IsDefault ? [] : item.Tags.Distinct(StringComparer.Ordinal))
            {
                (_tags.TryGetValue(tag, out var tagged) ? tagged : _tags[tag] = []).Add(logged);
            }
        }

        return written.MoveToImmutable();
    }
}
