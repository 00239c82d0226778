namespace Despatch.Domain;

/// <summary>A fact that has happened. Facts are immutable; every one says when and by whom.</summary>
public abstract record DomainEvent
{
    /// <summary>When, in UTC, by the deciding silo's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who decided it.</summary>
    public required Actor By { get; init; }
}

/// <summary>What accompanies every command, whatever it asks.</summary>
/// <param name="CommandId">Made by the client; the same id again returns the first answer.</param>
/// <param name="Deadline">Past this moment (UTC) the command is refused, however it was delayed.</param>
/// <param name="By">Who asks.</param>
public sealed record CommandContext(string CommandId, DateTimeOffset Deadline, Actor By);
