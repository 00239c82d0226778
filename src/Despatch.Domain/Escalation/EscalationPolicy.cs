using System.Collections.Frozen;
using System.Collections.Immutable;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Escalation;

/// <summary>What an incident can be late for.</summary>
public enum EscalationClock
{
    /// <summary>The promise to attend: runs until somebody has arrived.</summary>
    Target,
    /// <summary>Nobody is assigned: runs until a unit is.</summary>
    NoUnit,
    /// <summary>Nobody has graded it: runs until somebody does. Without a grade there is no promise to be late for.</summary>
    Grading,
    /// <summary>
    /// Nobody has touched it: begins anew with every act (<see cref="Acts"/>), and runs in whatever state the incident is. Seeds, Learning
    /// the Lessons (004), case 1: a despatcher did not go back into an incident for the rest of her shift.
    /// </summary>
    Review,

    // From here on: clocks of single items (see Pending), each of which runs for itself.

    /// <summary>A question on the log that its role has not answered.</summary>
    Question,
    /// <summary>An agency that was asked for something and has not done it.</summary>
    Agency,
    /// <summary>A promise to the caller, an update or a call back, that was not kept by its time.</summary>
    Promise,
    /// <summary>A silent or abandoned call that nobody has rung back.</summary>
    RingBack,
    /// <summary>What a crew was sent and has not acknowledged.</summary>
    Briefing,
    /// <summary>New facts that nobody has assessed.</summary>
    Reassess,
    /// <summary>A further contact about an incident that nobody has reached.</summary>
    Pressure,
    /// <summary>A special scheme that is about to end, and nobody has spoken to the person.</summary>
    Scheme,
    /// <summary>A request between forces that nobody has decided, or a handing over that nobody has accepted.</summary>
    Transfer,
    /// <summary>Command or a declaration of which somebody has not been told, or which nobody has taken by name.</summary>
    Command,
}

/// <summary>Two kinds of clocks.</summary>
public static class EscalationClocks
{
    /// <summary>Whether the clock runs for single items, as many as there are, and not for the incident as a whole.</summary>
    public static bool IsOfItems(this EscalationClock clock) => clock >= EscalationClock.Question;
}

/// <summary>Somebody who can be told, from the despatcher upwards.</summary>
/// <param name="Name">The rung's name in the policy, unique: <c>duty-officer</c>.</param>
/// <param name="Role">The role that is told.</param>
/// <param name="NeighbouringPods">
/// Whether the pods next to the incident's own are told and their units offered too. Seeds, Learning the Lessons (004), case 1: after it,
/// despatchers had to look at neighbourhood teams, traffic and beyond the district.
/// </param>
public sealed record Rung(string Name, Role Role, bool NeighbouringPods);

/// <summary>One moment of a clock.</summary>
/// <param name="After">How long after the clock began; above 0.</param>
/// <param name="To">Who is told then.</param>
public sealed record EscalationStep(TimeSpan After, Rung To);

/// <summary>How the clock goes on after its last step, for as long as nobody acts.</summary>
/// <param name="Each">The time between two repeats; above 0.</param>
/// <param name="To">Who is told each time.</param>
public sealed record EscalationRepeat(TimeSpan Each, Rung To);

/// <summary>What one clock does for one grade.</summary>
/// <param name="Steps">At least one, in rising order; the last of a <see cref="EscalationClock.Target"/> clock is the breach.</param>
/// <param name="Then">What follows the last step; null: nothing.</param>
public sealed record ClockRule(ImmutableArray<EscalationStep> Steps, EscalationRepeat? Then)
{
    /// <summary>The time of a step after the clock began. Steps count from 1; those beyond the last are repeats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule has no such step.</exception>
    public TimeSpan AfterOf(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return step <= Steps.Length ? Steps[step - 1].After : Steps[^1].After + (Repeat(step).Each * (step - Steps.Length));
    }

    /// <summary>Who is told at a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule has no such step.</exception>
    public Rung ToOf(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return step <= Steps.Length ? Steps[step - 1].To : Repeat(step).To;
    }

    private EscalationRepeat Repeat(int step) =>
        Then ?? throw new ArgumentOutOfRangeException(nameof(step), step, $"The rule has {Steps.Length} steps and no repeat.");
}

/// <summary>
/// When the system raises the alarm over an incident, and with whom: a force's own data. London's figures are the seeds' failures
/// turned round. Learning the Lessons (004) tells of one reminder after 20 minutes and none after it (case 9), of hours in which a
/// lack of units was written on the log and went to nobody (cases 1 and 5); so a step repeats, and each goes further up. Whom it
/// climbs to is by the 2005 review's appendix 2: supervisors manage the pods and monitor grading and assignment, the duty officer commands
/// the borough's incidents. Immutable.
/// </summary>
/// <param name="Ladder">From the lowest rung to the highest.</param>
/// <param name="Rules">By grade (null: not graded yet) and clock; a pair that is not there has no alarm.</param>
public sealed record EscalationPolicy(
    ImmutableArray<Rung> Ladder, FrozenDictionary<(Grade? Grade, EscalationClock Clock), ClockRule> Rules)
{
    /// <summary>The rule of one clock, or null.</summary>
    public ClockRule? RuleOf(Grade? grade, EscalationClock clock) => Rules.GetValueOrDefault((grade, clock));

    /// <summary>How far up the alarm over an incident stands now: the highest rung told by a clock that has not ended; null when none was.</summary>
    public Rung? LevelOf(EscalationState escalation)
    {
        Rung? highest = null;
        foreach (var clock in Enum.GetValues<EscalationClock>().Where(static c => !c.IsOfItems()))
        {
            highest = HigherOf(highest, escalation.Raised(clock));
        }

        foreach (var item in escalation.Items)
        {
            highest = HigherOf(highest, item.Step);
        }

        return highest;
    }

    private Rung? HigherOf(Rung? rung, RaisedStep? raised) =>
        raised is not null && Named(raised.Rung) is { } told && (rung is null || Ladder.IndexOf(told) > Ladder.IndexOf(rung)) ? told : rung;

    /// <summary>The higher of a rung and the one with a name; a name that the ladder does not have (any more) counts for nothing.</summary>
    public Rung Higher(Rung rung, string name)
    {
        var named = Named(name);
        return named is not null && Ladder.IndexOf(named) > Ladder.IndexOf(rung) ? named : rung;
    }

    /// <summary>Whether the search for a unit has reached the neighbouring pods: from then on their units are offered.</summary>
    public bool ReachedNeighbours(EscalationState escalation) =>
        escalation.NoUnit is { } raised && Named(raised.Rung) is { } told
        && Ladder.Take(Ladder.IndexOf(told) + 1).Any(static r => r.NeighbouringPods);

    private Rung? Named(string name) => Ladder.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.Ordinal));
}
