using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Google.Protobuf.WellKnownTypes;

namespace Despatch.Gateway.Wire;

/// <summary>The domain's states as the API's messages.</summary>
internal static class ToWire
{
    public static V1.Incident Incident(IncidentState state)
    {
        var incident = new V1.Incident
        {
            Cad = state.Cad.ToString(),
            Status = Enums.Write(state.Status),
            OpeningCode = state.OpeningCode,
            ResultCode = state.ResultCode,
            Words = state.Words,
            Location = Location(state.Place),
            Grade = Enums.Write(state.Grade),
            Assessment = state.Assessment is { } assessment ? Assessment(assessment) : null,
            OpenedAt = Time(state.OpenedAt),
            AttendBy = Time(state.AttendBy),
            AwaitingUnitSince = Time(state.AwaitingUnitSince),
            AttendedAt = Time(state.AttendedAt),
            RaisedBy = state.RaisedBy,
        };
        foreach (var assignment in state.Assignments)
        {
            incident.Assignments.Add(new V1.Assignment
            {
                Callsign = assignment.Callsign,
                Phase = Enums.Write(assignment.Phase),
                Since = Time(assignment.Since),
            });
        }

        incident.ContactIds.AddRange(state.Contacts);
        return incident;
    }

    public static V1.Unit Unit(UnitRow row)
    {
        var state = row.State;
        var unit = new V1.Unit
        {
            Callsign = state.Callsign,
            Kind = Enums.Write(state.Kind),
            Pod = state.Pod,
            Ward = state.Ward is { } ward ? Ward(ward) : null,
            Status = (int)state.Status,
            StatusSince = Time(state.StatusSince),
            Cad = CadNumber.Spell(state.Incident),
            Fix = row.Fix is { } fix ? Fix(fix) : null,
        };
        foreach (var skill in state.Skills)
        {
            unit.Skills.Add(Enums.Write(skill));
        }

        foreach (var officer in state.Crew)
        {
            unit.Crew.Add(new V1.CrewMember { Number = officer.Number, Name = officer.Name });
        }

        return unit;
    }

    public static V1.Contact Contact(string key, ContactState state, ContactRecorded recorded)
    {
        var contact = new V1.Contact
        {
            ContactId = key,
            Channel = Enums.Write(recorded.Channel),
            CallerNumber = recorded.CallerNumber,
            CallerName = recorded.CallerName,
            NetworkLocation = recorded.Network is { } network
                ? new V1.NetworkLocation { Point = Point(network.Point), RadiusMetres = network.RadiusMetres }
                : null,
            Location = Location(recorded.Place),
            Silent = recorded.Silent,
            Abandoned = recorded.Abandoned,
            RecordedAt = Time(recorded.At),
            RecordedBy = recorded.By.Operator,
            Closed = state.IsClosed,
            Outcome = state.Outcome,
            Cad = CadNumber.Spell(state.Incident),
        };
        contact.Words.AddRange(state.Words.Where(static w => w.Length > 0));
        contact.Earlier.AddRange(recorded.Earlier.Select(Earlier));
        return contact;
    }

    public static V1.EarlierContact Earlier(Earlier earlier)
    {
        var wire = new V1.EarlierContact { At = Time(earlier.At), Words = earlier.Words };
        if (CadNumber.TryFromKey(earlier.Key, out var cad))
        {
            wire.Cad = cad.ToString();
        }
        else
        {
            wire.ContactId = earlier.Key;
        }

        return wire;
    }

    public static V1.Location Location(Place place) => new()
    {
        Point = place.Point is { } point ? Point(point) : null,
        Address = place.Address,
        Borough = place.Borough,
        Pod = place.Pod,
    };

    public static V1.Point Point(Point point) => new() { Longitude = point.Longitude, Latitude = point.Latitude };

    public static V1.Fix Fix(Fix fix) => new() { Point = Point(fix.Point), At = Time(fix.At), AccuracyMetres = fix.AccuracyMetres };

    public static Timestamp Time(DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);

    public static Timestamp? Time(DateTimeOffset? at) => at is { } time ? Time(time) : null;

    private static V1.Ward Ward(Ward ward) => new() { Name = ward.Name, Centre = Point(ward.Centre), RadiusMetres = ward.RadiusMetres };

    private static V1.Assessment Assessment(Assessment assessment) => new()
    {
        Threat = assessment.Threat,
        Harm = assessment.Harm,
        Risk = assessment.Risk,
        Investigation = assessment.Investigation,
        Vulnerability = assessment.Vulnerability,
        Engagement = assessment.Engagement,
    };
}
