using System.Collections.Immutable;
using System.Globalization;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Callers;

/// <summary>What a caller was promised.</summary>
public enum PromiseKind
{
    /// <summary>To be told how it stands.</summary>
    Update,
    /// <summary>To be called back.</summary>
    CallBack,
}

/// <summary>The caller was promised something by a time. A fact of the contact or of the incident that it was promised over.</summary>
/// <param name="Id">1, 2, 3 and so on within the contact or incident.</param>
/// <param name="Kind">What.</param>
/// <param name="Due">By when (UTC).</param>
/// <param name="Words">What exactly, in words.</param>
public sealed record CallerPromised(string Id, PromiseKind Kind, DateTimeOffset Due, string Words) : DomainEvent;

/// <summary>A promise to the caller was kept: they were called, or told.</summary>
/// <param name="Id">Which.</param>
/// <param name="Words">What they were told.</param>
public sealed record PromiseKept(string Id, string Words) : DomainEvent;

/// <summary>A promise that is not kept yet.</summary>
public sealed record OpenPromise(string Id, PromiseKind Kind, DateTimeOffset Due, string Words);

/// <summary>
/// Promises to the caller, of a contact or an incident: each has a clock of its own that runs from the promised time until it is kept. Seeds,
/// Learning the Lessons (004), cases 5 and 8: a woman rang again and again for an update that nobody owed her. Immutable, pure.
/// </summary>
public sealed record CallerPromises
{
    /// <summary>None.</summary>
    public static CallerPromises None { get; } = new();

    /// <summary>How many were ever made.</summary>
    public int Made { get; init; }

    /// <summary>Those not kept yet, in the order in which they were made.</summary>
    public ImmutableArray<OpenPromise> Open { get; init; } = [];

    /// <summary>What is owed.</summary>
    public IEnumerable<Pending> Pending => Open.Select(static p => new Pending(EscalationClock.Promise, p.Id, p.Due)
    {
        Words = $"The caller was promised {(p.Kind == PromiseKind.CallBack ? "a call back" : "an update")}: {p.Words}",
    });

    /// <summary>After one more fact; itself after one that is none of a promise.</summary>
    public static CallerPromises Evolve(CallerPromises promises, DomainEvent fact)
    {
        ArgumentNullException.ThrowIfNull(promises);
        return fact switch
        {
            CallerPromised e => new() { Made = promises.Made + 1, Open = promises.Open.Add(new(e.Id, e.Kind, e.Due, e.Words)) },
            PromiseKept e => promises with { Open = promises.Open.RemoveAll(p => string.Equals(p.Id, e.Id, StringComparison.Ordinal)) },
            _ => promises,
        };
    }

    /// <summary>Decides a promise.</summary>
    internal Decision Promise(string stream, PromiseKind kind, DateTimeOffset due, string words, Actor by, DateTimeOffset now) =>
        due <= now
            ? Decision.Refuse(RefusalCode.InvalidField, "due must be in the future: it is by when the promise is to be kept.", "due")
            : IncidentDecisions.Words(words, "words")
                ?? Decision.Accept(
                    stream, new CallerPromised((Made + 1).ToString(CultureInfo.InvariantCulture), kind, due, words) { At = now, By = by });

    /// <summary>Decides the keeping of a promise: it takes what the caller was told.</summary>
    internal Decision Keep(string stream, string id, string words, Actor by, DateTimeOffset now) =>
        Open.Any(p => string.Equals(p.Id, id, StringComparison.Ordinal))
            ? IncidentDecisions.Words(words, "words") ?? Decision.Accept(stream, new PromiseKept(id, words) { At = now, By = by })
            : Decision.Refuse(RefusalCode.PromiseUnknown, $"No promise {id} is open.", "promise_id");
}
