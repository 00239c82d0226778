using Despatch.Domain.Incidents;

namespace Despatch.Domain.Markers;

/// <summary>A kind of marker, as the force's policy says it is; kept with each marker, so that the log says what the policy said then.</summary>
/// <param name="Code">The force's code: <c>special-scheme</c>.</param>
/// <param name="Proposes">The grade it proposes for an incident; null for none.</param>
/// <param name="WarnDays">How many days before its end somebody must contact the person; 0: it has no such task.</param>
public sealed record MarkerKind(string Code, Grade? Proposes, int WarnDays);

/// <summary>A marker as an incident was told of it.</summary>
/// <param name="Key">The marker's key.</param>
/// <param name="Kind">What kind of risk.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Words">The risk in words.</param>
/// <param name="Source">Who says so.</param>
/// <param name="From">From when (UTC).</param>
/// <param name="Until">Until when (UTC); null: for as long as nobody withdraws it.</param>
public sealed record FoundMarker(
    string Key, MarkerKind Kind, MarkerSubject Subject, string Words, string Source, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether it has begun and not expired. An expired one is still shown, as expired.</summary>
    public bool IsCurrent(DateTimeOffset now) => From <= now && !IsExpired(now);

    /// <summary>Whether its end has passed.</summary>
    public bool IsExpired(DateTimeOffset now) => Until <= now;
}
