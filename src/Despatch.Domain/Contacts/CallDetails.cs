using System.Collections.Immutable;
using Despatch.Domain.Callers;

namespace Despatch.Domain.Contacts;

/// <summary>How a contact came in, beyond what every contact has. Immutable.</summary>
/// <param name="PresentedAt">When it was presented (began to ring; UTC); null if nothing measured that.</param>
/// <param name="AnsweredAt">When it was answered (UTC); null if it never was, or nothing measured that.</param>
/// <param name="Via">Through whom or what it came: <c>switchboard</c>, <c>front counter, Brixton</c>. Empty for a call of its own.</param>
/// <param name="ForOfficer">The officer by name or number whom the caller asked for, or empty.</param>
/// <param name="People">Whom it names.</param>
/// <param name="Otherwise">
/// Why it is about something else than the open incidents of this number, person or address; empty: it belongs to them.
/// </param>
public sealed record CallDetails(
    DateTimeOffset? PresentedAt, DateTimeOffset? AnsweredAt, string Via, string ForOfficer, ImmutableArray<GivenPerson> People, string Otherwise)
{
    /// <summary>Nothing beyond the call.</summary>
    public static CallDetails None { get; } = new(null, null, "", "", [], "");

    /// <summary>How long it rang; null if that was not measured, or nobody answered.</summary>
    public TimeSpan? Rang => AnsweredAt - PresentedAt;
}
