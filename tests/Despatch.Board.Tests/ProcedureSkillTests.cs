using Despatch.Domain;
using Despatch.Domain.Incidents;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Board.Tests;

/// <summary>A procedure's skills in the recommendation. Seeds (004), case 5: the crew that came had no tools to force entry.</summary>
public sealed class ProcedureSkillTests
{
    private static readonly Procedure Welfare = Procedure.None with { Code = "32", Skills = [new(Skill.MethodOfEntry, [])] };

    [Fact]
    public void A_unit_without_what_the_procedure_wants_is_passed_over()
    {
        var scene = Opened();
        var result = scene.Recommend();
        Assert.Equal(["AS22"], result.Candidates.Select(c => c.Callsign), StringComparer.Ordinal);
        Assert.Equal("lacks method of entry", result.PassedOver.Single(p => p.Callsign == "AS21").Why);
    }

    [Fact]
    public void Skills_asked_for_by_hand_come_on_top()
    {
        var result = Opened().Recommend(skills: Skill.Taser);
        Assert.Empty(result.Candidates);
        Assert.Equal("lacks taser", result.PassedOver.Single(p => p.Callsign == "AS22").Why);
    }

    [Fact]
    public void Once_a_crew_that_has_the_skill_is_committed_any_may_follow()
    {
        var scene = Opened();
        scene.Ledger.Assigned(1, "AS22");
        scene.Ledger.Committed("AS22", 1);
        Assert.Equal(["AS21"], scene.Recommend().Candidates.Select(c => c.Callsign), StringComparer.Ordinal);
    }

    private static Scene Opened()
    {
        var scene = new Scene().Unit("AS21", 1_000).Unit("AS22", 2_000, skills: Skill.MethodOfEntry);
        scene.Ledger.Add(Ledger.Key(1), new ProcedureOpened(Welfare, Instead: false) { At = scene.Ledger.Now, By = new Actor("DES1", Role.Despatcher) });
        return scene;
    }
}
