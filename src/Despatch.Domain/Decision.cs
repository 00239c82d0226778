using System.Collections.Immutable;

namespace Despatch.Domain;

/// <summary>What is to be written to one stream.</summary>
public sealed record Change(string Stream, ImmutableArray<DomainEvent> Events);

/// <summary>The answer of a decide function: the facts to append, all or nothing, or why not.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The command holds: append these.</summary>
    public sealed record Accepted(ImmutableArray<Change> Changes) : Decision;

    /// <summary>The command does not hold: nothing changes.</summary>
    public sealed record Refused(Refusal Refusal) : Decision;

    /// <summary>Accepts, with facts for one stream.</summary>
    public static Decision Accept(string stream, params ReadOnlySpan<DomainEvent> events) =>
        new Accepted([new Change(stream, [.. events])]);

    /// <summary>Accepts, with facts for several streams; empty ones are left out.</summary>
    public static Decision Accept(params ReadOnlySpan<Change> changes)
    {
        var kept = ImmutableArray.CreateBuilder<Change>(changes.Length);
        foreach (var change in changes)
        {
            if (!change.Events.IsEmpty)
            {
                kept.Add(change);
            }
        }

        return new Accepted(kept.ToImmutable());
    }

    /// <summary>Refuses, with the rule in words and, where one is to blame, the field.</summary>
    public static Decision Refuse(RefusalCode code, string message, string field = "") =>
        new Refused(new Refusal(code, message, field));
}
