using System.Collections.Frozen;
using Despatch.Domain.Command;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;

namespace Despatch.Domain.Tests.Support;

/// <summary>The escalation policy of the tables: issue 4's times and ladder, so that a table can be read beside it.</summary>
internal static class Policies
{
    private static readonly Rung Despatcher = new("despatcher", Role.Despatcher, NeighbouringPods: false);
    private static readonly Rung Supervisor = new("supervisor", Role.Supervisor, NeighbouringPods: false);
    private static readonly Rung Neighbours = new("neighbours", Role.Supervisor, NeighbouringPods: true);
    private static readonly Rung DutyOfficer = new("duty-officer", Role.DutyOfficer, NeighbouringPods: false);

    public static EscalationPolicy Plain { get; } = new(
        [Despatcher, Supervisor, Neighbours, DutyOfficer],
        new Dictionary<(Grade? Grade, EscalationClock Clock), ClockRule>
        {
            [(Grade.Immediate, EscalationClock.NoUnit)] = NoUnit(2, 5, 10),
            [(Grade.Significant, EscalationClock.NoUnit)] = NoUnit(15, 30, 45),
            [(Grade.Immediate, EscalationClock.Target)] = Target(Grade.Immediate, repeat: null),
            [(Grade.Significant, EscalationClock.Target)] = Target(Grade.Significant, repeat: null),
            [(Grade.Extended, EscalationClock.Target)] = Target(Grade.Extended, new(TimeSpan.FromHours(24), DutyOfficer)),
        }.ToFrozenDictionary());

    /// <summary>The same with the breach told again each quarter of an hour, a wait for a grade, and a review each hour.</summary>
    public static EscalationPolicy Full { get; } = new(
        Plain.Ladder,
        new Dictionary<(Grade? Grade, EscalationClock Clock), ClockRule>(Plain.Rules)
        {
            [(Grade.Immediate, EscalationClock.Target)] = Target(Grade.Immediate, new(Minutes(15), DutyOfficer)),
            [(Grade.Significant, EscalationClock.Target)] = Target(Grade.Significant, new(Minutes(15), DutyOfficer)),
            [(null, EscalationClock.Grading)] = new([new(Minutes(2), Despatcher), new(Minutes(5), Supervisor)], new(Minutes(15), DutyOfficer)),
            [(Grade.Immediate, EscalationClock.Review)] = Review(60),
            [(Grade.Significant, EscalationClock.Review)] = Review(60),
            [(Grade.Extended, EscalationClock.Review)] = Review(720),
            [(Grade.Referred, EscalationClock.Review)] = Review(240),
            [(Grade.Extended, EscalationClock.Command)] = new([new(Minutes(2), Supervisor), new(Minutes(5), DutyOfficer)], new(Minutes(15), DutyOfficer)),
            [(Grade.Extended, EscalationClock.Transfer)] = new([new(Minutes(60), Despatcher), new(Minutes(120), DutyOfficer)], new(Minutes(60), DutyOfficer)),
        }.ToFrozenDictionary());

    /// <summary>Pursuits are commanded centrally from the start, and Operation Kratos is co-ordinated.</summary>
    public static CommandPolicy Command { get; } = new(
        new Dictionary<string, CentralPart>(StringComparer.Ordinal) { ["56"] = CentralPart.Commands, ["904"] = CentralPart.Coordinates }.ToFrozenDictionary(StringComparer.Ordinal));

    private static ClockRule Review(int minutes) => new(
        [new(Minutes(minutes), Despatcher), new(Minutes(2 * minutes), Supervisor)], new(Minutes(minutes), DutyOfficer));

    private static ClockRule NoUnit(int first, int second, int third) => new(
        [new(Minutes(first), Despatcher), new(Minutes(second), Supervisor), new(Minutes(third), Neighbours)],
        new(Minutes(15), DutyOfficer));

    private static ClockRule Target(Grade grade, EscalationRepeat? repeat)
    {
        var target = grade.Target()!.Value;
        return new([new(target / 2, Despatcher), new(target * 4 / 5, Supervisor), new(target, DutyOfficer)], repeat);
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
