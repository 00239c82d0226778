using Despatch.Domain;

namespace Despatch.Grains;

/// <summary>The answer to a command.</summary>
/// <param name="Refusal">Why not; null if it was done.</param>
/// <param name="Position">The position of the command's last event; 0 if refused.</param>
/// <param name="Key">The key of what it made or changed most: a contact, an incident, a unit; for status 0 the incident.</param>
public sealed record Answer(Refusal? Refusal, long Position, string Key)
{
    /// <summary>A command that was done.</summary>
    public static Answer Done(long position, string key) => new(null, position, key);

    /// <summary>A command that was refused.</summary>
    public static Answer Refused(Refusal refusal) => new(refusal, 0, "");
}

/// <summary>An aggregate's state at a version of its stream; version 0 is before the first fact.</summary>
public sealed record Versioned<TState>(TState State, long Version);
