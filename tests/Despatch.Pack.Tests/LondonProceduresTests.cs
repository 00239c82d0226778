using Despatch.Domain;
using Despatch.Domain.Procedures;
using Despatch.Domain.Units;

namespace Despatch.Pack.Tests;

/// <summary>London's procedures against what the ten cases lacked.</summary>
public sealed class LondonProceduresTests
{
    private static ProcedureBook Book => ForcePack.London.Procedures;

    [Fact]
    public void A_suspected_death_calls_the_ambulance_and_asks_for_vital_signs_under_whatever_code_it_is_opened()
    {
        var death = Asked("36", "A guest appears to be dead.");
        Assert.Contains("ambulance", Agencies(death));
        Assert.Contains(death.Questions, q => q is { Id: "vital-signs", To: Role.CallHandler });
        Assert.Contains(death.Questions, q => q is { Id: "suspicious", To: Role.Supervisor });

        // Case 10: it was opened as suspicious circumstances.
        var suspicious = Asked("40", "They appear to have a dead guest, submerged in the bath.");
        Assert.Contains("ambulance", Agencies(suspicious));
        Assert.Contains(suspicious.Questions, q => q.Id == "alive");
        Assert.Empty(Agencies(Asked("40", "A man is trying car doors.")));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("31")]
    [InlineData("32")]
    public void Who_spoke_of_train_tracks_and_left_in_a_taxi_is_looked_for_there(string code)
    {
        // Case 6: it was opened as a concern for safety.
        var asked = Asked(code, "He walked out after he googled the train tracks; he left A&E in a taxi.");
        Assert.Contains("network-rail", Agencies(asked));
        Assert.Contains("taxi-firm", Agencies(asked));
        Assert.NotEmpty(asked.Outcomes);
        Assert.DoesNotContain("network-rail", Agencies(Asked(code, "He wore grey trainers.")));
    }

    [Fact]
    public void A_concern_for_welfare_sends_method_of_entry_and_closes_once_the_person_was_seen()
    {
        var welfare = Asked("32", "I have not seen my parents for days.");
        Assert.Contains(welfare.Skills, s => s.Skill == Skill.MethodOfEntry);
        Assert.Equal("person-seen", Assert.Single(welfare.Outcomes).Id);
        Assert.Contains(welfare.Questions, q => q is { Id: "intelligence", IsCheck: true });
    }

    [Theory]
    [InlineData("20", "safe-to-speak")]
    [InlineData("70", "heard")]
    [InlineData("71", "heard")]
    [InlineData("33", "suicide-risk")]
    [InlineData("30", "last-seen")]
    public void What_was_not_asked_in_the_cases_is_asked(string code, string question)
    {
        var asked = Asked(code, "");
        Assert.Contains(asked.Questions, q => q.Id == question);
        Assert.Contains(asked.Questions, q => q.IsCheck);
        Assert.NotEmpty(asked.Outcomes);
    }

    [Fact]
    public void The_twenty_one_types_of_the_seeds_are_supervised()
    {
        Assert.Equal(21, Book.SupervisedTypes.Keys.Count(k => k != "vulnerable"));
        Assert.Equal(["vulnerable-person", "vulnerable", "suicide-risk", "suicide"], Book.SupervisedTypes["vulnerable"].Risks);
        Assert.Equal(["missing-persons"], Book.Of("30").Supervised);
        Assert.Equal(["hate-crimes"], Book.Of("20").Supervised);
        Assert.Equal(["suspicious-deaths"], Book.Of("36").Supervised);
        Assert.Empty(Book.Of("03").Supervised);
        Assert.Contains("police-restraint", Book.SupervisedTypes.Keys);
    }

    private static Procedure Asked(string code, string words) => Book.Of(code).Hearing(words).AtOnce();

    private static IEnumerable<string> Agencies(Procedure procedure) => procedure.Requests.Select(r => r.Agency);
}
