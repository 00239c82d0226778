using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Gateway.History;

/// <summary>The facts of an incident in words, for people. One sentence to a fact; a test proves that none is without one.</summary>
internal static class FactWords
{
    public static string Of(DomainEvent fact) => fact switch
    {
        IncidentOpened e => Opened(e),
        ContactAttached e => $"{e.Contact} is about this too{From(e.CallerNumber)}: {e.Words}",
        EntryAdded e => e.Words,
        IncidentAssessed { Assessment: var a } => $"Assessed. Threat: {a.Threat}. Harm: {a.Harm}. Risk: {a.Risk}. "
            + $"Investigation: {a.Investigation}. Vulnerability: {a.Vulnerability}. Engagement: {a.Engagement}.",
        IncidentGraded { Was: null } e => $"Graded {e.Grade.Letter()}{Because(e.Reason)}.",
        IncidentGraded { Was: { } was } e => $"Regraded from {was.Letter()} to {e.Grade.Letter()}{Because(e.Reason)}.",
        IncidentLocated e => $"Located at {Where(e.Place)}.",
        UnitAssigned { DivertedFrom: "" } e => $"{e.Callsign} was assigned{Word(e.Authority)}.",
        UnitAssigned e => $"{e.Callsign} was assigned, diverted from CAD {CadNumber.Spell(e.DivertedFrom)}{Because(e.Reason)}"
            + $"{Word(e.Authority)}.",
        UnitDiverted e => $"{e.Callsign} was diverted to CAD {CadNumber.Spell(e.To)}{Because(e.Reason)}.{Awaiting(e.AwaitingUnit)}",
        UnitStoodDown e => $"{e.Callsign} was stood down{Because(e.Reason)}{Word(e.Authority)}.{Awaiting(e.AwaitingUnit)}",
        UnitEnRoute e => $"{e.Callsign} is en route.",
        UnitOnScene e => $"{e.Callsign} is on scene.",
        UnitReleased e => $"{e.Callsign} has left the scene and is available.",
        IncidentResulted e => $"Resulted {e.ResultCode}{Saying(e.Words)}.",
        IncidentClosed e => $"Closed{Saying(e.Words)}{Word(e.Authority)}.",
        IncidentReopened e => $"Reopened{Because(e.Reason)}.",
        IncidentEscalated e => Escalated(e),
        EscalationAcknowledged e => $"Escalation acknowledged{Saying(e.Words)}.",
        AppointmentAgreed e => FormattableString.Invariant($"Appointment agreed for {LondonTime.Of(e.Time):dd MMM yyyy HH:mm}{Saying(e.Words)}."),
        IncidentTagged e => $"Put on the duty officer's list{Saying(e.Words)}.",
        IncidentUntagged e => $"Taken off the duty officer's list{Saying(e.Words)}.",
        HandoverAccepted e => $"Taken over by {e.By.Operator} at a change of shift{Saying(e.Words)}.",
        _ => LinkWords.Of(fact) ?? ForceWords.Of(fact) ?? CommandWords.Of(fact) ?? ProcedureWords.Of(fact) ?? CallerWords.Of(fact)
            ?? RiskWords.Of(fact)
            ?? throw new ArgumentException($"There are no words for {fact.GetType().Name}.", nameof(fact)),
    };

    private static string Opened(IncidentOpened e)
    {
        var how = e.RaisedBy.Length > 0 ? $" by {e.RaisedBy}'s emergency" : e.Contact.Length > 0 ? $" from {e.Contact}" : "";
        return $"Opened as {e.OpeningCode}{how}{From(e.CallerNumber)}, {Where(e.Place)}: {e.Words}";
    }

    private static string Escalated(IncidentEscalated e)
    {
        var what = e.Clock switch
        {
            EscalationClock.NoUnit => "No unit is assigned",
            EscalationClock.Target => "The promise to attend is running out or broken",
            EscalationClock.Grading => "Nobody has graded it",
            EscalationClock.Review => "Nobody has acted on it for its review time",
            EscalationClock.Question => "A question is not answered",
            EscalationClock.Agency => "An agency has not done what it was asked for",
            EscalationClock.Promise => "A promise to the caller is not kept",
            EscalationClock.RingBack => "Nobody has rung the call back",
            EscalationClock.Briefing => "A crew has not acknowledged what it was sent",
            EscalationClock.Reassess => "There are new facts that nobody has assessed",
            EscalationClock.Pressure => "Somebody contacted the police again and nobody has reached it",
            EscalationClock.Scheme => "A special scheme is about to end",
            EscalationClock.Transfer => "A request between forces is not decided, or a handing over not accepted",
            EscalationClock.Command => "Command or a declaration is not known to everybody who must know",
            _ => throw new ArgumentException($"There are no words for the clock {e.Clock}.", nameof(e)),
        };
        var near = e.NeighbouringPods ? " and the neighbouring pods" : "";
        return FormattableString.Invariant($"{what}: step {e.Step}, {e.Rung} ({Wire.Roles.Write(e.To)}){near} told{About(e.Item)}. Tried: {e.Tried}");
    }

    private static string About(string? item) => item is not null ? $" about {item}" : "";

    private static string Where(Place place)
    {
        string[] parts =
        [
            place.Address,
            place.Borough,
            place.Point is { } p ? FormattableString.Invariant($"({p.Longitude:0.#####}, {p.Latitude:0.#####})") : "",
        ];
        var known = string.Join(", ", parts.Where(static p => p.Length > 0));
        return known.Length > 0 ? $"{known}, pod {place.Pod}" : $"a place not known yet, pod {place.Pod}";
    }

    private static string From(string number) => number.Length > 0 ? $", caller {number}" : "";

    private static string Because(string reason) => reason.Length > 0 ? $" because: {reason}" : "";

    private static string Saying(string words) => words.Length > 0 ? $": {words}" : "";

    private static string Word(Authority? word) =>
        word is null ? "" : $", on the word of {word.Operator} ({Wire.Roles.Write(word.Role)}): {word.Words}";

    private static string Awaiting(bool awaitingUnit) => awaitingUnit ? " No unit is committed now." : "";
}
