using Despatch.Domain;
using Despatch.V1;

namespace Despatch.Exercise.Calls;

/// <summary>What becomes of a call before despatch hears of it.</summary>
internal enum CallCourse
{
    /// <summary>It becomes an incident.</summary>
    Incident,

    /// <summary>The call handler resolves it.</summary>
    ClosedAtFirstContact,

    /// <summary>Somebody calls about an incident that is open.</summary>
    AboutOpenIncident,
}

/// <summary>What the crew meets there.</summary>
internal enum SceneCourse
{
    /// <summary>It is dealt with and the crew leaves.</summary>
    Plain,

    /// <summary>An arrest.</summary>
    Prisoner,

    /// <summary>The crew stays, but could be taken away (status 7).</summary>
    Deployable,

    /// <summary>It is over before the crew gets there: stood down.</summary>
    OverBefore,

    /// <summary>The crew needs assistance (status 0).</summary>
    Emergency,
}

/// <summary>One call, drawn in full: all that chance decides of it is decided here, so that a seed gives the same calls again.</summary>
internal sealed record DrawnCall
{
    public required int Number { get; init; }

    /// <summary>When, on the exercise's clock.</summary>
    public required TimeSpan At { get; init; }

    public required Channel Channel { get; init; }

    public required string CallerNumber { get; init; }

    public required bool Silent { get; init; }

    public required bool Abandoned { get; init; }

    /// <summary>Where it really is.</summary>
    public required Domain.Point Where { get; init; }

    public required string Street { get; init; }

    /// <summary>Whether the caller can say where it is; if not, it is found out later.</summary>
    public required bool SaysWhere { get; init; }

    public required Scenario Scenario { get; init; }

    public required string Words { get; init; }

    public required V1.Grade Grade { get; init; }

    public required string ResultCode { get; init; }

    public required CallCourse Course { get; init; }

    public required SceneCourse Scene { get; init; }

    /// <summary>How long the call takes.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>From the terminal's beep to status 5.</summary>
    public required TimeSpan Turnout { get; init; }

    /// <summary>On scene.</summary>
    public required TimeSpan OnScene { get; init; }

    /// <summary>Any number from 0, for a choice that depends on what is there then.</summary>
    public required int Pick { get; init; }
}
