using Despatch.Domain.Incidents;
using Despatch.Domain.Tests.Support;
using Despatch.Domain.Units;

namespace Despatch.Domain.Tests;

/// <summary>Tables with a row a status: each cell is one command and what it comes to.</summary>
public sealed class MatrixTests
{
    private const string Callsign = "AS21";
    private static readonly DateTimeOffset Now = Values.Moment("10:00");
    private static readonly string First = Names.Stream("cad1");
    private static readonly string Second = Names.Stream("cad2");

    public static IEnumerable<TheoryDataRow<string, int, string, string, string, string>> Statuses() => Cells("statuses.txt");

    public static IEnumerable<TheoryDataRow<string, int, string, string, string, string>> Deployable() => Cells("deployable.txt");

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_crew_can_press_the_statuses_of_the_table_and_no_other(
        string file, int line, string situation, string status, string pressed, string expected)
    {
        var world = Situation(status, situation == "free" ? null : situation, Grade.Significant);
        var place = new Place(Values.Brixton, "", "Lambeth", "AS");
        var command = new SetStatus((UnitStatus)int.Parse(pressed), new Fix(Values.Brixton, Now, 10), place);
        var decision = world.Decide(UnitState.KeyOf(Callsign), command, new Actor(Callsign, Role.Crew), Now);
        var where = $"{file}:{line}: {situation}, from {status} to {pressed}";
        if (expected != "y")
        {
            var code = status == "10" ? RefusalCode.UnitNotBookedOn : RefusalCode.StatusNotPossible;
            Assert.True(decision is Decision.Refused, $"{where} was accepted");
            Assert.Equal((where, code), (where, ((Decision.Refused)decision).Refusal.Code));
            return;
        }

        Assert.True(decision is Decision.Accepted, $"{where}: {(decision as Decision.Refused)?.Refusal.Message}");
        var after = world.After(decision);
        Assert.Equal((where, command.Status), (where, after.Unit(Callsign).Status));
        var emergencies = after.Incidents.Values.Where(static i => i.RaisedBy == Callsign && i.Grade == Grade.Immediate);
        Assert.Equal((where, pressed == "0" ? 1 : 0), (where, emergencies.Count()));
    }

    [Theory]
    [MemberData(nameof(Deployable))]
    public void A_despatcher_can_send_whom_the_table_says(
        string file, int line, string situation, string status, string grade, string expected)
    {
        var from = situation.StartsWith("from-", StringComparison.Ordinal) ? GradeOf(situation[5..]) : Grade.Referred;
        var world = Situation(status, situation == "free" ? null : "assigned", from);
        world = Incident(world, Second, GradeOf(grade));
        var command = new AssignUnit(Callsign, situation is "free" or "committed" ? "" : "nearer", Authority: null);
        var decision = world.Decide(Second, command, new Actor("Jo", Role.Despatcher), Now);
        var outcome = decision is Decision.Refused refused ? refused.Refusal.WireCode : "ok";
        Assert.True(outcome == expected, $"{file}:{line}: {situation}, status {status} to {grade}: {outcome}, not {expected}");
        if (outcome == "ok")
        {
            var after = world.After(decision);
            Assert.Equal(Second, after.Unit(Callsign).Incident);
            Assert.Empty(after.Incident(First).Assignments);
        }
    }

    [Fact]
    public void The_tables_leave_no_status_out()
    {
        var rows = Cells("statuses.txt").Select(static cell => cell.Data.Item4).Distinct(StringComparer.Ordinal);
        Assert.Equal(Enum.GetValues<UnitStatus>().Length, rows.Count());
        var sent = Cells("deployable.txt").Select(static cell => cell.Data.Item4).Distinct(StringComparer.Ordinal);
        Assert.Equal(Enum.GetValues<UnitStatus>().Length, sent.Count());
    }

    /// <summary>A row whose first word is no number begins a new situation and names its columns.</summary>
    private static IEnumerable<TheoryDataRow<string, int, string, string, string, string>> Cells(string file)
    {
        string[] head = [];
        foreach (var line in TableLine.Of(file))
        {
            var words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!char.IsAsciiDigit(words[0][0]))
            {
                head = words;
                continue;
            }

            line.Require(words.Length == head.Length, $"has {words.Length - 1} cells under {head.Length - 1} columns");
            for (var at = 1; at < words.Length; at++)
            {
                yield return new(file, line.Number, head[0], words[0], head[at], words[at]);
            }
        }
    }

    /// <summary>A world with a unit in a status, free or so far with an assignment.</summary>
    private static World Situation(string status, string? phase, Grade grade)
    {
        var unit = UnitState.KeyOf(Callsign);
        var world = Fact(World.Empty, unit, "unit-booked-on");
        if (phase is not null)
        {
            world = Incident(world, First, grade);
            world = Fact(world, unit, "unit-committed", ("incident", "cad1"));
            world = Fact(world, First, "unit-assigned", ("callsign", Callsign));
            world = phase == "assigned" ? world : Fact(world, First, $"unit-{phase}", ("callsign", Callsign));
        }

        return status == "10" ? Fact(world, unit, "unit-booked-off") : Fact(world, unit, "unit-status-changed", ("status", status));
    }

    private static World Incident(World world, string stream, Grade grade) =>
        Fact(Fact(world, stream, "incident-opened"), stream, "incident-graded", ("grade", grade.Letter()));

    private static World Fact(World world, string stream, string name, params (string Field, string Value)[] fields)
    {
        var values = fields.ToDictionary(static f => f.Field, static f => f.Value, StringComparer.Ordinal);
        return world.After(new Change(stream, [Build.Fact(stream, Names.Facts[name], values, Actor.System, Now)]));
    }

    private static Grade GradeOf(string letter) => Enum.GetValues<Grade>().Single(g => g.Letter() == letter);
}
