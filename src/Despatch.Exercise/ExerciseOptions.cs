using System.Collections.Immutable;
using Despatch.Pack;

namespace Despatch.Exercise;

/// <summary>What an exercise plays.</summary>
public sealed record ExerciseOptions
{
    /// <summary>The gateways; people and MDT services are spread over them in turn.</summary>
    public required ImmutableArray<Uri> Targets { get; init; }

    /// <summary>The force.</summary>
    public ForcePack Pack { get; init; } = ForcePack.London;

    /// <summary>The same seed draws the same calls.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>For how many hours of the exercise's time people call; infinity: until cancelled.</summary>
    public double Hours { get; init; } = 1;

    /// <summary>
    /// How many times faster than real time; 1 is real time, null as fast as the people can work. Whatever it is, the gateway's times are
    /// real: at speed the log says that an hour's incidents were dealt with in seconds, because they were.
    /// </summary>
    public double? Speed { get; init; }

    /// <summary>When it begins on the force's local clock, which decides the demand; null: now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whether the week's busiest hour has the force's peak of calls, instead of its busiest day the busiest day's.</summary>
    public bool Peak { get; init; }

    /// <summary>A factor on demand.</summary>
    public double Load { get; init; } = 1;

    /// <summary>Call handlers on duty.</summary>
    public int CallHandlers { get; init; } = 250;

    /// <summary>Despatchers on duty.</summary>
    public int Despatchers { get; init; } = 100;

    /// <summary>Without a speed: how many people are busy with a gateway at once before time stands still.</summary>
    public int AtOnce { get; init; } = 24;

    /// <summary>Units of one MDT service stream.</summary>
    public int UnitsPerStream { get; init; } = 200;

    /// <summary>
    /// Without a speed: for how many hours of the exercise's time, once nobody calls any more, what is open is seen through.
    /// </summary>
    public double DrainHours { get; init; } = 12;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How far an exercise is.</summary>
/// <param name="Clock">The exercise's time since it began.</param>
/// <param name="Contacts">Contacts recorded.</param>
/// <param name="Incidents">Incidents opened.</param>
/// <param name="Assigned">Units assigned, diverts included.</param>
/// <param name="Closed">Incidents closed.</param>
/// <param name="Refused">Commands that a rule refused.</param>
/// <param name="Units">Units on duty.</param>
/// <param name="Commands">Durable commands accepted.</param>
/// <param name="P99">The time within which 99 % of durable commands were answered.</param>
public sealed record ExerciseProgress(
    TimeSpan Clock, long Contacts, long Incidents, long Assigned, long Closed, long Refused, int Units, long Commands, TimeSpan P99);

/// <summary>What an exercise came to.</summary>
public sealed record ExerciseReport
{
    /// <summary>Contacts recorded.</summary>
    public required long Contacts { get; init; }

    /// <summary>Incidents opened: from contacts, and by status 0.</summary>
    public required long Incidents { get; init; }

    /// <summary>Units assigned, diverts included.</summary>
    public required long Assigned { get; init; }

    /// <summary>Of them, diverts.</summary>
    public required long Diverted { get; init; }

    /// <summary>Units stood down.</summary>
    public required long StoodDown { get; init; }

    /// <summary>Incidents closed.</summary>
    public required long Closed { get; init; }

    /// <summary>Incidents that the exercise left open, because its time was up.</summary>
    public required long Open { get; init; }

    /// <summary>Commands that a rule refused; <see cref="Refusals"/> says which.</summary>
    public required long Refused { get; init; }

    /// <summary>Calls that failed without a rule; zero in a run without failures of the cluster's.</summary>
    public required long Faults { get; init; }

    /// <summary>Durable commands accepted.</summary>
    public required long Commands { get; init; }

    /// <summary>Units on duty.</summary>
    public required int Units { get; init; }

    /// <summary>Half of durable commands were answered within this many milliseconds.</summary>
    public required double P50Ms { get; init; }

    /// <summary>99 % of durable commands were answered within this many milliseconds.</summary>
    public required double P99Ms { get; init; }

    /// <summary>The exercise's time played, in hours.</summary>
    public required double ClockHours { get; init; }

    /// <summary>Real time taken.</summary>
    public required double Seconds { get; init; }

    /// <summary>Refused commands by command and rule.</summary>
    public required ImmutableSortedDictionary<string, long> Refusals { get; init; }

    /// <summary>Faults by call and status.</summary>
    public required ImmutableSortedDictionary<string, long> FaultsByCall { get; init; }
}
