using System.Collections.Immutable;
using Despatch.Domain.Incidents;
using Despatch.Domain.Units;

namespace Despatch.Board;

/// <summary>In which group a unit stands; the order is that in which they are offered.</summary>
internal enum Standing
{
    /// <summary>It can be sent.</summary>
    Free,

    /// <summary>It can be sent on a senior officer's word.</summary>
    OnWord,

    /// <summary>It is committed elsewhere, in a status that permits to divert it.</summary>
    Committed,

    /// <summary>It cannot be sent.</summary>
    Barred,
}

/// <summary>A unit before it is known how long it needs.</summary>
/// <param name="Row">The unit.</param>
/// <param name="Standing">Its group.</param>
/// <param name="Metres">From its newest fix in a straight line; infinite if it has none.</param>
internal sealed record Choice(UnitRow Row, Standing Standing, double Metres)
{
    public UnitState Unit => Row.State;
}

/// <summary>What is to be done, and what is asked of who does it.</summary>
/// <param name="Incident">Where a unit is wanted.</param>
/// <param name="Skills">What it must be able to do.</param>
/// <param name="Picture">Who there is.</param>
/// <param name="Now">The moment, UTC.</param>
internal sealed record Request(IncidentState Incident, ImmutableArray<Skill> Skills, BoardPicture Picture, DateTimeOffset Now)
{
    private readonly string _key = Incident.Key;

    /// <summary>As the domain takes it: an incident without a grade is not an I.</summary>
    public Grade Grade => Incident.Grade ?? Grade.Extended;

    public Standing StandingOf(UnitState unit) =>
        Lacks(unit) || Deployability.Of(unit, Grade) is not null ? Standing.Barred
        : unit.IsCommitted ? Standing.Committed
        : Deployability.AuthorityFor(unit, Incident.Place) is not null ? Standing.OnWord
        : Standing.Free;

    /// <summary>
    /// Whether a unit is committed to this very incident, by either's account: the incident may be a moment older or newer than the
    /// picture.
    /// </summary>
    public bool Has(UnitState unit) =>
        (unit.IsCommitted && string.Equals(unit.Incident, _key, StringComparison.Ordinal))
        || (!Incident.Assignments.IsEmpty && Incident.AssignmentOf(unit.Callsign) is not null);

    private bool Lacks(UnitState unit)
    {
        foreach (var skill in Skills)
        {
            if (!unit.Skills.Contains(skill))
            {
                return true;
            }
        }

        return false;
    }
}
