using Despatch.Domain.Incidents;
using Despatch.Domain.Markers;
using Despatch.Domain.Risk;

namespace Despatch.Gateway.Wire;

/// <summary>Risk and markers as the API's messages, as of a moment: what has expired says so.</summary>
internal static class RiskToWire
{
    public static V1.Risk Risk(IncidentState incident, DateTimeOffset now)
    {
        var risk = incident.Risk;
        var proposal = risk.ProposalAt(now);
        var wire = new V1.Risk
        {
            ProposedGrade = Enums.Write(proposal?.Grade),
            GradedBelow = risk.Below is { } below ? Below(below) : null,
            AssessmentOutOfDateSince = ToWire.Time(risk.OutOfDateSince),
            AssessmentOutOfDateBecause = risk.OutOfDateBecause,
            Unchecked = RiskState.IsUnchecked(incident),
            Briefing = risk.Told,
        };
        wire.Flags.AddRange(risk.Flags.Select(static f => f.Code));
        wire.ProposedBecause.AddRange(proposal?.Because ?? []);
        wire.Markers.AddRange(risk.Markers.Select(m => Marker(m, now)));
        wire.Checks.AddRange(risk.Checks.Select(Check));
        wire.Briefings.AddRange(risk.Briefings.Select(static b => new V1.Briefing
        {
            Callsign = b.Callsign,
            Acknowledged = b.Acknowledged,
            OutstandingSince = ToWire.Time(b.Since),
        }));
        return wire;
    }

    public static V1.IncidentMarker Marker(FoundMarker marker, DateTimeOffset now) => new()
    {
        MarkerId = marker.Key,
        Kind = marker.Kind.Code,
        Subject = Subject(marker.Subject),
        Words = marker.Words,
        Source = marker.Source,
        From = ToWire.Time(marker.From),
        Until = ToWire.Time(marker.Until),
        Expired = marker.IsExpired(now),
        Proposes = Enums.Write(marker.Kind.Proposes),
    };

    public static V1.Marker Marker(string key, MarkerState state, MarkerAdded added, DateTimeOffset now) => new()
    {
        MarkerId = key,
        Kind = added.Kind.Code,
        Subject = Subject(added.Subject),
        Words = added.Words,
        Source = added.Source,
        From = ToWire.Time(added.From),
        Until = ToWire.Time(state.Until),
        Expired = state.Until <= now,
        Proposes = Enums.Write(added.Kind.Proposes),
        Pod = added.Pod,
        ReviewFrom = ToWire.Time(state.ReviewFrom),
        ContactedAt = ToWire.Time(state.ContactedAt),
        ContactWords = state.ContactWords,
        WithdrawnAt = ToWire.Time(state.Withdrawn?.At),
        WithdrawnBy = state.Withdrawn?.By ?? "",
        WithdrawnBecause = state.Withdrawn?.Reason ?? "",
        AddedAt = ToWire.Time(added.At),
        AddedBy = added.By.Operator,
        Level = state.Escalation.Items is [{ Step.Rung: var rung }, ..] ? rung : "",
    };

    private static V1.MarkerSubject Subject(MarkerSubject subject) => subject.Kind switch
    {
        SubjectKind.Person => new V1.MarkerSubject { Person = subject.Name },
        SubjectKind.Phone => new V1.MarkerSubject { Phone = subject.Name },
        _ => new V1.MarkerSubject
        {
            Address = new V1.Location { Address = subject.Name, Point = subject.Point is { } point ? ToWire.Point(point) : null },
        },
    };

    private static V1.GradedBelow Below(GradedBelow below) => new()
    {
        Proposed = Enums.Write(below.Proposed),
        Reason = below.Reason,
        Operator = below.By,
        At = ToWire.Time(below.At),
    };

    private static V1.IntelligenceCheck Check(IntelligenceCheck check) => new()
    {
        Kind = check.Kind,
        Subject = check.Subject is { } subject ? Subject(subject) : null,
        Result = check.Result,
        Operator = check.By,
        At = ToWire.Time(check.At),
    };
}
