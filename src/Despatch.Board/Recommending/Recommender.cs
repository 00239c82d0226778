using Despatch.Domain.Incidents;
using Despatch.Domain.Units;
using Despatch.Geography;

namespace Despatch.Board;

/// <summary>Says whom to send. Immutable, so safe for concurrent callers if the travel time is.</summary>
public sealed class Recommender(ITravelTime travel, BoardOptions options)
{
    /// <summary>Whom to send to an incident.</summary>
    public Recommendation Recommend(
        IncidentState incident, BoardPicture picture, IReadOnlyCollection<Skill> skills, int max, DateTimeOffset now)
    {
        _ = (travel, options);
        throw new NotSupportedException();
    }
}
