using System.Collections.Immutable;
using Despatch.Domain;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Pack.Reading;

/// <summary>
/// What an escalation policy must keep so that no incident falls silent: every grade with a promise is told of its breach, every search,
/// wait for a grade and review repeats at the top, no clock comes down again, and no search skips a rung.
/// </summary>
internal static class EscalationRules
{
    public static void Check(
        ImmutableArray<Rung> ladder, Dictionary<(string GradeName, EscalationClock Clock), List<EscalationLine>> clocks, PackProblems problems)
    {
        foreach (var clock in Enum.GetValues<EscalationClock>())
        {
            foreach (var grade in EscalationFile.GradesOf(clock))
            {
                Needed(grade, clock);
            }
        }

        foreach (var lines in clocks.Values)
        {
            Order(lines);
            Climb(ladder, lines);
            Ends(ladder, lines);
        }

        // An E that waits for a unit is late for its promise only: it has two days.
        void Needed(Grade? grade, EscalationClock clock)
        {
            if (!clocks.ContainsKey((EscalationFile.Spell(grade), clock)) && !clocks.ContainsKey((EscalationFile.Any, clock))
                && (grade, clock) is not (Grade.Extended, EscalationClock.NoUnit))
            {
                problems.Add(EscalationFile.File, "escalation-gap", $"grade {EscalationFile.Spell(grade)} has no step of clock {EscalationFile.Spell(clock)}");
            }
        }
    }

    private static void Order(List<EscalationLine> lines)
    {
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i - 1].Repeats)
            {
                lines[i].Row.Problem("step-after-repeat", "the repeat must be the last line of its clock");
            }
            else if (!lines[i].Repeats && lines[i].After <= lines[i - 1].After)
            {
                lines[i].Row.Problem("step-order", "a step must be later than the one before it");
            }
        }

        if (lines[0].Repeats)
        {
            lines[0].Row.Problem("escalation-gap", "a clock must have a step before its repeat");
        }
    }

    /// <summary>Prompts of the promise may skip a rung: the search for a unit has its own clock, which may not.</summary>
    private static void Climb(ImmutableArray<Rung> ladder, List<EscalationLine> lines)
    {
        var reached = -1;
        foreach (var line in lines)
        {
            var height = ladder.IndexOf(line.To);
            if (height < reached)
            {
                line.Row.Problem("escalation-loop", $"'to' is '{line.To.Name}', below '{ladder[reached].Name}' who was told before");
            }
            else if (line.Clock == EscalationClock.NoUnit && height > reached + 1)
            {
                line.Row.Problem("escalation-gap", $"'to' is '{line.To.Name}', but nobody tells '{ladder[reached + 1].Name}' first");
            }

            reached = Math.Max(reached, height);
        }
    }

    private static void Ends(ImmutableArray<Rung> ladder, List<EscalationLine> lines)
    {
        var last = lines[^1];
        var clock = EscalationFile.Spell(last.Clock);
        if (last.Clock != EscalationClock.Target && !last.Repeats)
        {
            last.Row.Problem("escalation-gap", $"the clock {clock} must go on: its last line must be a repeat such as '+15min'");
        }

        // Whoever is responsible for the control room on the shift must hear of everything; rungs above are for what is theirs.
        var responsible = ladder.FirstOrDefault(static r => r.Role >= Role.DutyOfficer) ?? ladder[^1];
        if (last.Clock != EscalationClock.Target && ladder.IndexOf(last.To) < ladder.IndexOf(responsible))
        {
            last.Row.Problem("escalation-gap", $"the clock {clock} must reach '{responsible.Name}' at least");
        }

        var step = lines.FindLast(l => !l.Repeats);
        if (step is { Clock: EscalationClock.Target } && step.After != step.Grade?.Target())
        {
            step.Row.Problem("escalation-gap", "the last step of a target must be its breach, '100%'");
        }

        if (step?.Clock == EscalationClock.Target && !last.Repeats)
        {
            last.Row.Problem("escalation-gap", "a broken promise must be told again: its last line must be a repeat such as '+15min'");
        }
    }
}
