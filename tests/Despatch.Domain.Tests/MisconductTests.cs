using Despatch.Domain.Records;
using Despatch.Domain.Tests.Support;

namespace Despatch.Domain.Tests;

/// <summary>Reports of misconduct, and the role that stands beside the control room.</summary>
public sealed class MisconductTests
{
    private const string Key = "misconduct-1";

    private static readonly DateTimeOffset Now = Values.Moment("10:00");
    private static readonly Actor Standards = new("PS1", Role.ProfessionalStandards);
    private static readonly ReportMisconduct Report = new("contact-1", "", "not known", "an officer sent her pictures");

    public static TheoryData<Role> Others => [.. Enum.GetValues<Role>().Where(static r => r != Role.ProfessionalStandards)];

    [Theory]
    [MemberData(nameof(Others))]
    public void Professional_standards_is_senior_to_nobody_and_nobody_acts_for_it(Role other)
    {
        Assert.False(Standards.IsAtLeast(other));
        Assert.False(new Actor("other", other).IsAtLeast(Role.ProfessionalStandards));
        Assert.True(Standards.IsAtLeast(Role.ProfessionalStandards));
    }

    [Theory]
    [InlineData(Role.Crew)]
    [InlineData(Role.CallHandler)]
    [InlineData(Role.ChiefInspector)]
    public void Anybody_may_make_a_report_once_and_with_words(Role role)
    {
        var by = new Actor("somebody", role);
        var made = Assert.IsType<Decision.Accepted>(MisconductDecisions.Decide(Key, MisconductState.Initial, Report, by, Now));
        var state = made.Changes[0].Events.Aggregate(MisconductState.Initial, MisconductState.Evolve);

        Assert.Equal(("contact-1", "an officer sent her pictures"), (state.Report!.Contact, state.Report.Words));
        Refused(RefusalCode.RecordExists, MisconductDecisions.Decide(Key, state, Report, by, Now));
        Refused(RefusalCode.InvalidField, MisconductDecisions.Decide(Key, MisconductState.Initial, Report with { Words = " " }, by, Now));
    }

    [Fact]
    public void Professional_standards_alone_takes_it_up_and_nobody_else_is_told_whether_it_exists()
    {
        var state = MisconductState.Evolve(MisconductState.Initial, new MisconductReported("", "", "", "x y") { At = Now, By = Standards });
        var take = new TakeMisconduct("for the anti-corruption command");
        var chief = new Actor("chief", Role.ChiefInspector);

        Refused(RefusalCode.RoleNotAllowed, MisconductDecisions.Decide(Key, state, take, chief, Now));
        Refused(RefusalCode.RoleNotAllowed, MisconductDecisions.Decide(Key, MisconductState.Initial, take, chief, Now));
        Refused(RefusalCode.RecordUnknown, MisconductDecisions.Decide(Key, MisconductState.Initial, take, Standards, Now));
        Refused(RefusalCode.InvalidField, MisconductDecisions.Decide(Key, state, new TakeMisconduct(""), Standards, Now));
        var taken = Assert.IsType<Decision.Accepted>(MisconductDecisions.Decide(Key, state, take, Standards, Now));
        Assert.Equal("PS1", taken.Changes[0].Events.Aggregate(state, MisconductState.Evolve).TakenBy);
    }

    [Fact]
    public void A_reading_is_found_by_the_record_and_by_each_person_and_by_no_tag_too_long_for_a_store()
    {
        var read = new RecordRead("incident-1", "get", ["person:ann lee+1990-01-02", "person:" + new string('n', 300)]) { At = Now, By = Standards };

        Assert.Equal(["read:person:ann lee+1990-01-02", RecordRead.Tag("person:" + new string('n', 300)), "read:incident-1"], read.Tags());
        Assert.All(read.Tags(), static tag => Assert.True(tag.Length <= 200));
    }

    private static void Refused(RefusalCode code, Decision decision) =>
        Assert.Equal(code, Assert.IsType<Decision.Refused>(decision).Refusal.Code);
}
