using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Gateway.Refusals;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Services;

/// <summary>Whom to send, from this silo's board.</summary>
internal sealed class Advice(Board.Board board, Recommender recommender, TimeProvider time)
{
    /// <summary>The most units that may be asked for.</summary>
    public const int Most = 50;

    private const int Usual = 10;

    public V1.RecommendResponse For(IncidentState incident, IReadOnlyCollection<Skill> skills, int max)
    {
        if (incident.IsClosed)
        {
            throw RefusalStatus.Exception(new Refusal(
                RefusalCode.IncidentClosed, $"CAD {incident.Cad} is closed: reopen it first.", "cad"));
        }

        var now = time.GetUtcNow();
        var found = recommender.Recommend(incident, board.Picture(), skills, max == 0 ? Usual : max, now);
        var response = new V1.RecommendResponse { Position = found.Position, Note = found.Note };
        response.Candidates.AddRange(found.Candidates.Select(Write));
        response.PassedOver.AddRange(found.PassedOver.Select(Write));
        response.Markers.AddRange(incident.Risk.Markers.Select(m => RiskToWire.Marker(m, now)));
        return response;
    }

    private static V1.Candidate Write(Candidate candidate)
    {
        var wire = new V1.Candidate
        {
            Callsign = candidate.Callsign,
            Status = (int)candidate.Status,
            Reason = candidate.Reason,
            AuthorityNeeded = candidate.AuthorityNeeded is { } role ? Roles.Write(role) : "",
            DivertFrom = CadNumber.Spell(candidate.DivertFrom),
        };
        if (candidate.TravelTime is { } travel)
        {
            wire.TravelSeconds = travel.TotalSeconds;
        }

        if (candidate.MetresAway is { } metres)
        {
            wire.MetresAway = metres;
        }

        return wire;
    }

    private static V1.PassedOver Write(PassedOver passed)
    {
        var wire = new V1.PassedOver { Callsign = passed.Callsign, Why = passed.Why };
        if (passed.TravelTime is { } travel)
        {
            wire.TravelSeconds = travel.TotalSeconds;
        }

        if (passed.MetresAway is { } metres)
        {
            wire.MetresAway = metres;
        }

        return wire;
    }
}
