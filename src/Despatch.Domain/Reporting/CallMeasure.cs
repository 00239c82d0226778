using Despatch.Domain.Contacts;

namespace Despatch.Domain.Reporting;

/// <summary>What a report needs to know of one contact. Immutable.</summary>
/// <param name="Channel">How it came.</param>
/// <param name="At">When it reached the police (UTC): presented to a position if that is known, else recorded.</param>
/// <param name="Borough">Where the caller was as far as known, or empty.</param>
/// <param name="Pod">The pod it belongs to.</param>
/// <param name="Abandoned">Whether the caller cleared the line first.</param>
/// <param name="Waited">From presented to answered; null if that was not measured.</param>
public sealed record CallMeasure(Channel Channel, DateTimeOffset At, string Borough, string Pod, bool Abandoned, TimeSpan? Waited)
{
    /// <summary>Of a contact's first fact.</summary>
    public static CallMeasure Of(ContactRecorded recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var details = recorded.Details;
        return new CallMeasure(
            recorded.Channel, details?.PresentedAt ?? recorded.At, recorded.Place.Borough, recorded.Place.Pod, recorded.Abandoned, details?.Rang);
    }
}
