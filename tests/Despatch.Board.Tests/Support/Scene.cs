using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Pods;
using Despatch.Domain.Units;
using Despatch.Geography;

namespace Despatch.Board.Tests;

/// <summary>One incident in Brixton, number 1, and units north of it.</summary>
internal sealed class Scene
{
    public Scene(Grade? grade = Grade.Immediate, bool located = true)
    {
        Ledger.Open(1, "AS", located ? Ledger.Brixton : null);
        if (grade is { } given)
        {
            Ledger.Graded(1, given);
        }
    }

    public Ledger Ledger { get; } = new();

    public BoardOptions Options { get; init; } = new();

    /// <summary>A unit on patrol, or in another status, so many metres away.</summary>
    public Scene Unit(
        string callsign,
        double metres,
        UnitStatus status = UnitStatus.OnPatrol,
        UnitKind kind = UnitKind.ResponseCar,
        Ward? ward = null,
        string pod = "AS",
        params Skill[] skills)
    {
        Ledger.BookedOn(callsign, kind, pod, Ledger.North(metres), ward, skills);
        Ledger.Pressed(callsign, status);
        return this;
    }

    /// <summary>Another incident to which a unit is committed.</summary>
    public Scene Busy(string callsign, int number, Grade grade)
    {
        Ledger.Open(number, "AS", Ledger.North(9_000));
        Ledger.Graded(number, grade);
        Ledger.Assigned(number, callsign);
        Ledger.Committed(callsign, number);
        return this;
    }

    public Recommendation Recommend(int max = 5, TimeSpan later = default, Action<Board>? and = null, params Skill[] skills)
    {
        var board = Ledger.Board();
        and?.Invoke(board);
        var picture = board.Picture();
        var incident = picture.Incidents[Ledger.Key(1)];
        return new Recommender(new StraightLineTravel(), Options).Recommend(incident, picture, skills, max, Ledger.Start + later);
    }
}
