using Despatch.Board;
using Despatch.Domain;
using Despatch.Domain.Contacts;
using Despatch.Domain.Escalation;
using Despatch.Domain.Incidents;
using Despatch.Domain.Linking;
using Despatch.Domain.Units;
using Despatch.Gateway.Wire;

namespace Despatch.Gateway.Tests;

/// <summary>Enumerations on the wire.</summary>
public sealed class WireTests
{
    [Fact]
    public void Grades_channels_and_kinds_come_back_as_they_went()
    {
        Assert.All(Enum.GetValues<Grade>(), g => Assert.Equal(g, Enums.Read(Enums.Write((Grade?)g))));
        Assert.All(Enum.GetValues<Channel>(), c => Assert.Equal(c, Enums.Read(Enums.Write(c))));
        Assert.All(Enum.GetValues<UnitKind>(), k => Assert.Equal(k, Enums.Read(Enums.Write(k))));
        Assert.All(Enum.GetValues<Skill>(), s => Assert.Equal(s, Enums.ReadSkill(Enums.Write(s))));
    }

    [Fact]
    public void Every_number_of_the_api_but_zero_is_some_value_and_each_another()
    {
        AllDifferent(Enum.GetValues<V1.Grade>(), g => Enums.Read(g));
        AllDifferent(Enum.GetValues<V1.Channel>(), c => Enums.Read(c));
        AllDifferent(Enum.GetValues<V1.UnitKind>(), k => Enums.Read(k));
    }

    [Fact]
    public void Unspecified_and_unknown_numbers_are_no_value()
    {
        Assert.Null(Enums.Read(V1.Grade.Unspecified));
        Assert.Null(Enums.Read((V1.Grade)99));
        Assert.Null(Enums.Read((V1.Channel)(-1)));
        Assert.Null(Enums.Read((V1.UnitKind)99));
        Assert.Null(Enums.ReadSkill("Pursuit"));
    }

    [Fact]
    public void Statuses_and_phases_are_written_each_as_another()
    {
        Assert.Equal(7, Enum.GetValues<IncidentStatus>().Select(Enums.Write).Distinct().Count(s => s != V1.IncidentStatus.Unspecified));
        Assert.Equal(3, Enum.GetValues<AssignmentPhase>().Select(Enums.Write).Distinct().Count(p => p != V1.AssignmentPhase.Unspecified));
    }

    [Fact]
    public void Escalation_clocks_and_queues_are_written_each_as_another()
    {
        Assert.Equal(Enum.GetValues<EscalationClock>().Length, Enum.GetValues<EscalationClock>().Select(Enums.Write).Distinct().Count(c => c != V1.EscalationClock.Unspecified));
        Assert.Equal(Enum.GetValues<RiskQueue>().Length, Enum.GetValues<RiskQueue>().Select(Enums.Write).Distinct().Count(q => q != V1.Queue.Unspecified));
    }

    [Fact]
    public void Roles_of_people_and_evidence_are_written_each_by_its_name()
    {
        Assert.All(Enum.GetValues<PersonRole>(), r => Assert.Equal((r.ToString(), r), (LinkRows.Write(r).ToString(), LinkRows.Read(LinkRows.Write(r)))));
        Assert.All(Enum.GetValues<LinkEvidence>(), e => Assert.Equal(e.ToString(), LinkRows.Write(e).ToString()));
        Assert.Null(LinkRows.Read(V1.PersonRole.Unspecified));
        Assert.Null(LinkRows.Read((V1.PersonRole)99));
    }

    [Fact]
    public void Roles_come_back_as_they_went_except_the_systems()
    {
        Assert.All(Enum.GetValues<Role>().Where(r => r != Role.System), r => Assert.Equal(r, Roles.Read(Roles.Write(r))));
        Assert.Null(Roles.Read("system"));
        Assert.Null(Roles.Read("System"));
    }

    private static void AllDifferent<TWire, TDomain>(TWire[] numbers, Func<TWire, TDomain?> read)
        where TDomain : struct, Enum
    {
        var values = numbers.Select(read).Where(v => v is not null).ToList();
        Assert.Equal(numbers.Length - 1, values.Count);
        Assert.Equal(values.Count, values.Distinct().Count());
    }
}
