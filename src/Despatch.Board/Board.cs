using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.EventLog;

namespace Despatch.Board;

/// <summary>
/// The picture of all open incidents and all units on duty, held whole in memory by every silo: queries, queues, recommendations and
/// watchers are answered from it without asking anybody. It is a view; the log is the truth. Thread-safe: facts in order from one
/// writer (<see cref="BoardFollower"/>), fixes from any, readers without number.
/// </summary>
/// <remarks>
/// What it holds is bounded by what is open, and by <see cref="BoardOptions.RecentChanges"/>. A watcher costs a cursor, not a queue.
/// Within the namespaces of Despatch the class is written <c>Board.Board</c>.
/// </remarks>
public sealed partial class Board
{
    private readonly Lock _gate = new();
    private readonly BoardRows _rows = new();
    private readonly RecentChanges _recent;
    private readonly PositionWaiters _waiters = new();
    private readonly ChangeSignal _signal;
    private BoardPicture? _picture;
    private DateTimeOffset _lastAppliedAt = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _asOf = DateTimeOffset.UnixEpoch;
    private long _position;
    private long _logPosition = -1;
    private bool _hasCaughtUp;

    /// <summary>Makes an empty board, at position 0.</summary>
    public Board(TimeProvider time, BoardOptions options)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RecentChanges, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChangesPerItem, 1, nameof(options));
        (Time, Options) = (time, options);
        _recent = new RecentChanges(options.RecentChanges);
        _signal = new ChangeSignal(time, options.WatchPace);
    }

    /// <summary>The position of the last fact applied; 0 before the first.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>When facts were last applied (UTC); the Unix epoch before the first.</summary>
    public DateTimeOffset LastAppliedAt
    {
        get
        {
            lock (_gate)
            {
                return _lastAppliedAt;
            }
        }
    }

    /// <summary>The log's last position when it was last asked, about once a second; -1 before the first answer.</summary>
    public long LogPosition => Volatile.Read(ref _logPosition);

    /// <summary>
    /// Whether the board has ever been where the log was when it was asked. Before that it shows what was, not what is.
    /// </summary>
    public bool HasCaughtUp => Volatile.Read(ref _hasCaughtUp);

    /// <summary>How many waits of <see cref="WaitForAsync"/> are open.</summary>
    public int Waiting => _waiters.Count;

    internal TimeProvider Time { get; }

    internal BoardOptions Options { get; }

    /// <summary>All of it. Cheap: microseconds, and nothing at all while nothing changes.</summary>
    public BoardPicture Picture()
    {
        lock (_gate)
        {
            return PictureLocked();
        }
    }

    /// <summary>
    /// Applies facts in the log's order. What lies at or below <see cref="Position"/> is ignored, so a batch may be given again. Facts of
    /// streams that are not on the board only move the position.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A fact concerns an incident that is not open and whose opening is not in the batch. Everything before it is applied.
    /// <see cref="BoardFollower"/> reads the earlier facts of such an incident again and does not run into this.
    /// </exception>
    public void Apply(IReadOnlyList<(LoggedEvent Logged, DomainEvent Fact)> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count > 0)
        {
            Apply(batch, batch[^1].Logged.Position, new Dictionary<string, IClocked>(StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// Moves units to newer fixes. A fix that is not newer than the one known, not on Earth, or of a unit that is not on duty is
    /// ignored.
    /// </summary>
    /// <returns>How many units moved.</returns>
    public int ApplyFixes(IReadOnlyList<UnitFix> fixes)
    {
        ArgumentNullException.ThrowIfNull(fixes);
        var moved = new Dictionary<string, UnitRow>(fixes.Count, StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var fix in fixes)
            {
                if (_rows.Move(fix) is { } row)
                {
                    moved[fix.Callsign] = row;
                }
            }

            if (moved.Count == 0)
            {
                return 0;
            }

            _recent.Add(new BoardChange.FixesMoved(_position, [.. moved.Values]));
            _picture = null;
        }

        _signal.Changed();
        return moved.Count;
    }

    /// <summary>
    /// Watches the board until cancelled (which throws <see cref="OperationCanceledException"/>, as enumerating does).
    /// </summary>
    /// <param name="from">
    /// The position the watcher has everything up to, from any silo; it gets exactly the changes of facts after that, each once and in
    /// order. Null, too old, or not reached by this board within <see cref="BoardOptions.WatchCatchUp"/>: it gets a snapshot first.
    /// </param>
    /// <param name="filter">Which changes to pass on; null for all. Called by the watcher's own thread, outside any lock.</param>
    /// <param name="ct">Ends it.</param>
    /// <remarks>
    /// A reader slower than the board gets larger items, and a new snapshot once it is further behind than
    /// <see cref="BoardOptions.RecentChanges"/>. A fix that only another silo knew when the watcher left it is not told again: the
    /// unit's next fix makes it good.
    /// </remarks>
    public IAsyncEnumerable<WatchItem> Watch(long? from, Func<BoardChange, bool>? filter, CancellationToken ct) =>
        new BoardWatch(this, filter).RunAsync(from, ct);

    /// <summary>Completes when the board has applied that position: whoever was answered with it then reads its own write here.</summary>
    public Task WaitForAsync(long position, CancellationToken ct) =>
        position <= Position ? Task.CompletedTask : _waiters.WaitAsync(position, ct);

    /// <summary>Applies facts, given the closed incidents among theirs, and moves on to a position that may lie beyond the last.</summary>
    internal void Apply(
        IReadOnlyList<(LoggedEvent Logged, DomainEvent Fact)> batch, long through, IReadOnlyDictionary<string, IClocked> closed)
    {
        try
        {
            lock (_gate)
            {
                _rows.Recall(closed);
                try
                {
                    Fold(batch);
                    Volatile.Write(ref _position, Math.Max(_position, through));
                    Compare();
                }
                finally
                {
                    _rows.ForgetClosed();
                    _lastAppliedAt = Time.GetUtcNow();
                    _asOf = _lastAppliedAt > _asOf ? _lastAppliedAt : _asOf;
                    _picture = null;
                }
            }
        }
        finally
        {
            _waiters.Reach(Position);
            _signal.Changed();
        }
    }

    /// <summary>Takes up a board that was kept. Only before the first fact: nobody may have seen anything of this one yet.</summary>
    internal void Restore(KeptBoard kept)
    {
        lock (_gate)
        {
            if (_position > 0)
            {
                throw new InvalidOperationException($"The board is at position {_position} already.");
            }

            _rows.Restore(kept);
            _recent.BeginAt(kept.Position);
            Volatile.Write(ref _position, kept.Position);
            _lastAppliedAt = Time.GetUtcNow();
            _picture = null;
        }

        _waiters.Reach(Position);
        _signal.Changed();
    }

    /// <summary>The log had nothing beyond <paramref name="position"/> at that moment.</summary>
    internal void MarkLevel(long position, DateTimeOffset at)
    {
        lock (_gate)
        {
            Volatile.Write(ref _logPosition, Math.Max(_logPosition, position));
            Compare();
            if (position <= _position && at > _asOf)
            {
                _asOf = at;
                _picture = null;
            }
        }
    }

    /// <summary>Where a watcher goes on that has everything up to a position; null if it needs a snapshot.</summary>
    internal async ValueTask<long?> CursorAfterAsync(long position, CancellationToken ct)
    {
        if (position > Position)
        {
            using var limit = new CancellationTokenSource(Options.WatchCatchUp, Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
            try
            {
                await WaitForAsync(position, either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }

        lock (_gate)
        {
            return _recent.After(position);
        }
    }

    /// <summary>What there is for a watcher at this cursor; null: the whole board.</summary>
    internal WatchStep Look(long? cursor)
    {
        lock (_gate)
        {
            var more = _signal.Next;
            if (cursor is not { } number || !_recent.Holds(number))
            {
                return new(PictureLocked(), [], _recent.Next, _position, more);
            }

            var changes = _recent.From(number, Options.ChangesPerItem);
            var next = number + changes.Length;
            return next == _recent.Next
                ? new(null, changes, next, _position, more)
                : new(null, changes, next, changes[^1].Position, Task.CompletedTask);
        }
    }

    private void Fold(IReadOnlyList<(LoggedEvent Logged, DomainEvent Fact)> batch)
    {
        foreach (var (logged, fact) in batch)
        {
            if (logged.Position <= _position)
            {
                continue;
            }

            if (_rows.Apply(logged, fact) is { } change)
            {
                _recent.Add(change);
            }

            Volatile.Write(ref _position, logged.Position);
        }
    }

    private void Compare()
    {
        if (_logPosition >= 0 && _position >= _logPosition)
        {
            Volatile.Write(ref _hasCaughtUp, true);
        }
    }

    private BoardPicture PictureLocked() => _picture ??= new BoardPicture(_position, _asOf, _rows.Incidents, _rows.Units) { Others = _rows.Others };
}
