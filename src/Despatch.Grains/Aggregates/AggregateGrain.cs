using System.Text;
using Despatch.Domain;
using Despatch.EventLog;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;
using Orleans;

namespace Despatch.Grains.Aggregates;

/// <summary>
/// Load (a snapshot, if one is fit, and the tail of the stream), decide, append, evolve: the shell around every aggregate. The state
/// moves only by what is in the log. Another activation, or another aggregate's grain, may append to the same stream: the log then
/// answers with a conflict, the tail is read, and the command is decided again. The first call loads, not the activation: while the log
/// is away the caller is told so.
/// </summary>
/// <typeparam name="TState">The aggregate's immutable state.</typeparam>
public abstract class AggregateGrain<TState>(
    LogWriter log, Homecoming homecoming, TimeProvider clock, SnapshotKeeper<TState> snapshots, TState initial,
    Func<TState, DomainEvent, TState> evolve)
    : HomeGrain(homecoming), IAggregateGrain<TState>
    where TState : class
{
    /// <summary>A command meets this many others at most before it gives up; each of them got through.</summary>
    private const int MaxAttempts = 32;

    private static readonly Refusal Expired = new(
        RefusalCode.CommandExpired, "The command's deadline has passed; nothing was done.", "command.deadline");

    /// <summary>To a peek: at least the version that the log has now.</summary>
    protected const long Newest = long.MaxValue;

    private Task<bool>? _loading;
    private bool _loaded;

    /// <summary>The state, as far as this activation knows.</summary>
    protected TState State { get; private set; } = initial;

    /// <summary>The version of the stream that <see cref="State"/> is at.</summary>
    protected long Version { get; private set; }

    /// <summary>The stream's name.</summary>
    protected string Key => this.GetPrimaryKeyString();

    /// <summary>The log.</summary>
    protected LogWriter Log => log;

    /// <summary>The moment, UTC.</summary>
    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Whether the aggregate is through with its work, so that its activation need not be kept.</summary>
    protected abstract bool IsEnded { get; }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await base.OnDeactivateAsync(reason, cancellationToken);
        await snapshots.EndAsync(Key, State, Version);
    }

    /// <inheritdoc/>
    public async Task<Versioned<TState>> Peek(long atLeast)
    {
        if (!_loaded || Version < atLeast)
        {
            await CatchUpAsync();
        }

        return new Versioned<TState>(State, Version);
    }

    /// <inheritdoc/>
    public Task Appended(long version) => Version < version ? CatchUpAsync() : Task.CompletedTask;

    /// <summary>Runs a command to its answer.</summary>
    /// <param name="command">The command, for its fingerprint.</param>
    /// <param name="context">Its id, deadline and actor.</param>
    /// <param name="propose">Decides, on the newest state of all streams if told so, else on what is at hand.</param>
    protected async Task<Answer> RunAsync(object command, CommandContext context, Func<DateTimeOffset, bool, Task<Proposal>> propose)
    {
        using var span = GrainTelemetry.Begin(Key, command);
        try
        {
            var answer = await DecideAsync(command, context, propose);
            GrainTelemetry.Answered(span, command, answer);
            return answer;
        }
        catch (Exception fault)
        {
            GrainTelemetry.Failed(span, command, fault);
            throw;
        }
    }

    private async Task<Answer> DecideAsync(object command, CommandContext context, Func<DateTimeOffset, bool, Task<Proposal>> propose)
    {
        var fingerprint = LogWriter.Fingerprint(Key, command);
        var newest = false;
        if (!_loaded)
        {
            await CatchUpAsync();
            newest = true;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var now = clock.GetUtcNow();
            if (now > context.Deadline)
            {
                return await FirstAnswerOr(context, fingerprint, Expired);
            }

            var proposal = await propose(now, newest);
            if (clock.GetUtcNow() > context.Deadline)
            {
                // Others were slow to answer.
                return await FirstAnswerOr(context, fingerprint, Expired);
            }

            if (proposal.Decision is Decision.Refused refused)
            {
                // What is at hand may be old. Nobody is refused for what is no longer so.
                if (!newest)
                {
                    newest = true;
                    await CatchUpAsync();
                    continue;
                }

                return await FirstAnswerOr(context, fingerprint, refused.Refusal);
            }

            if (await AppendAsync(proposal, context, fingerprint) is { } answer)
            {
                return answer;
            }

            newest = true;
            await CatchUpAsync();
        }

        return await FirstAnswerOr(
            context, fingerprint, new Refusal(RefusalCode.TooManyConflicts, "Others kept changing the same things first; nothing was done. Try again.", ""));
    }

    /// <summary>A decision with the versions of this stream and of others; called in the turn in which it was decided.</summary>
    protected Proposal Propose(Decision decision, string key, params ReadOnlySpan<(string Stream, long Version)> others)
    {
        var versions = System.Collections.Immutable.ImmutableDictionary<string, long>.Empty.SetItem(Key, Version);
        foreach (var (stream, version) in others)
        {
            versions = versions.SetItem(stream, version);
        }

        return new Proposal(Complete(decision), versions, key);
    }

    /// <summary>Adds what follows from a decision by the force's policy, whatever was decided.</summary>
    protected virtual Decision Complete(Decision decision) => decision;

    /// <summary>Tells another stream's grain that its stream has moved on.</summary>
    protected abstract void Tell(string stream, long version);

    private async Task<Answer?> AppendAsync(Proposal proposal, CommandContext context, string fingerprint)
    {
        var changes = ((Decision.Accepted)proposal.Decision).Changes;
        var record = new CommandRecord(context.CommandId, fingerprint, Encoding.UTF8.GetBytes(proposal.Key));
        switch (await log.AppendAsync(changes, proposal.Versions, record))
        {
            case AppendResult.Appended appended:
                foreach (var change in changes)
                {
                    Moved(change, proposal.Versions.GetValueOrDefault(change.Stream));
                }

                if (IsEnded)
                {
                    DeactivateOnIdle();
                }

                return Answer.Done(appended.LastPosition, proposal.Key);
            case AppendResult.AlreadyDone done:
                return FirstAnswer(new DoneCommand(done.First, done.Position), fingerprint);
            default:
                return null;
        }
    }

    private void Moved(Change change, long from)
    {
        if (string.Equals(change.Stream, Key, StringComparison.Ordinal))
        {
            var version = from;
            foreach (var fact in change.Events)
            {
                Apply(++version, fact);
            }

            snapshots.Moved(Key, State, Version);
        }
        else if (from > 0)
        {
            Tell(change.Stream, from + change.Events.Length);
        }
    }

    private async Task CatchUpAsync()
    {
        // Reads interleave: the snapshot is taken once, before any fact. Whoever only waits for it has to look for newer facts.
        var begins = _loading is null or { IsFaulted: true };
        var isAtTheEnd = await (begins ? _loading = LoadAsync() : _loading!);
        if (!begins || !isAtTheEnd)
        {
            await foreach (var (version, fact) in log.ReadAsync(Key, Version))
            {
                Apply(version, fact);
            }
        }

        _loaded = true;
        snapshots.Moved(Key, State, Version);
    }

    /// <summary>Loads a snapshot, but only of a stream long enough to have one; true if that was all of the stream.</summary>
    private async Task<bool> LoadAsync()
    {
        var first = await log.BeginningAsync(Key, snapshots.Least);
        if (first.Count == snapshots.Least && await snapshots.LoadAsync(Key) is { } kept)
        {
            (State, Version) = (kept.State, kept.Version);
            return false;
        }

        foreach (var fact in first)
        {
            Apply(fact.Version, fact.Fact);
        }

        return first.Count < snapshots.Least;
    }

    /// <summary>An interleaved read and an own append may both bring the same fact: each counts once, in order.</summary>
    private void Apply(long version, DomainEvent fact)
    {
        if (version == Version + 1)
        {
            State = evolve(State, fact);
            Version = version;
        }
    }

    private async Task<Answer> FirstAnswerOr(CommandContext context, string fingerprint, Refusal refusal) =>
        await log.FindCommandAsync(context.CommandId) is { } done ? FirstAnswer(done, fingerprint) : Answer.Refused(refusal);

    private static Answer FirstAnswer(DoneCommand done, string fingerprint)
    {
        if (!SameCommand(done.Command.Fingerprint, fingerprint))
        {
            return Answer.Refused(
                new Refusal(RefusalCode.CommandIdReused, "This command_id was used before, for another request.", "command.command_id"));
        }

        return Answer.Done(done.Position, Encoding.UTF8.GetString(done.Command.Answer.Span));
    }

    /// <summary>
    /// The same kind with the same contents. The key is left out of the comparison where the server chose it: an incident opened
    /// again under the same id is tried on another number.
    /// </summary>
    private static bool SameCommand(string first, string second)
    {
        if (string.Equals(first, second, StringComparison.Ordinal))
        {
            return true;
        }

        var a = first.Split(' ');
        var b = second.Split(' ');
        return a.Length == 3 && b.Length == 3
            && string.Equals(a[0], nameof(Domain.Incidents.OpenIncident), StringComparison.Ordinal)
            && string.Equals(a[0], b[0], StringComparison.Ordinal)
            && string.Equals(a[2], b[2], StringComparison.Ordinal);
    }
}
