using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Grains.Placement;
using Despatch.Grains.Snapshots;

namespace Despatch.Grains.Aggregates;

/// <summary>An aggregate that can be late: it raises its own deadlines when its pod asks.</summary>
/// <typeparam name="TState">The aggregate's immutable state.</typeparam>
public abstract class ClockedGrain<TState>(
    LogWriter log, Homecoming homecoming, TimeProvider clock, RunningPolicy policy, SnapshotKeeper<TState> snapshots, TState initial,
    Func<TState, DomainEvent, TState> evolve)
    : AggregateGrain<TState>(log, homecoming, clock, snapshots, initial, evolve), IClockedGrain
    where TState : class, IClocked
{
    private static readonly TimeSpan RaiseWithin = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<Answer> RaiseDue(string tried)
    {
        if (Due() is null)
        {
            // Who asks has a board; it may know more than this activation.
            await Peek(Newest);
        }

        if (Due() is not { } due)
        {
            return Answer.Refused(new Refusal(RefusalCode.NoEscalation, $"{Key} has nothing to be raised now.", "cad"));
        }

        var command = RaiseEscalation.Of(due, tried);
        var context = new CommandContext(command.IdFor(Key), Now + RaiseWithin, Actor.System);
        return await RunAsync(command, context, (now, _) =>
            Task.FromResult(Propose(EscalationDecisions.Raise(Key, State, policy.Current, command, now), Key)));
    }

    /// <inheritdoc/>
    protected override void Tell(string stream, long version) => Neighbours.Tell(GrainFactory, stream, version);

    private Deadline? Due() => Deadlines.Next(State, policy.Current) is { } next && next.Due <= Now ? next : null;
}
