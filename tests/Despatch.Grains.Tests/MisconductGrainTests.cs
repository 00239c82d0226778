using Despatch.Domain;
using Despatch.Domain.Records;
using Despatch.Grains.Tests.Support;
using CommandContext = Despatch.Domain.CommandContext;

namespace Despatch.Grains.Tests;

/// <summary>A report of misconduct, through the grains of three silos.</summary>
public sealed class MisconductGrainTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task A_report_is_made_once_and_taken_up_by_professional_standards_alone()
    {
        var (id, key) = (Desk.NextId(), MisconductState.KeyPrefix + Desk.NextId());
        var grain = cluster.Client.GetGrain<IMisconductGrain>(key);
        var report = new ReportMisconduct("contact-1", "", "not known", "an officer sent her pictures");
        var made = Desk.Done(await grain.Execute(report, Context(id, Role.CallHandler)));
        Assert.Equal(made, await grain.Execute(report, Context(id, Role.CallHandler)));
        Assert.Equal(key, made.Key);

        var take = new TakeMisconduct("for the anti-corruption command");
        Desk.Refused(RefusalCode.RoleNotAllowed, await grain.Execute(take, Context(Desk.NextId(), Role.ChiefInspector)));
        Desk.Done(await grain.Execute(take, Context(Desk.NextId(), Role.ProfessionalStandards)));

        var state = (await cluster.Client.GetGrain<IMisconductGrain>(key).Peek(long.MaxValue)).State;
        Assert.Equal(("an officer sent her pictures", "op"), (state.Report?.Words, state.TakenBy));
    }

    private CommandContext Context(string id, Role role) => new(id, cluster.Clock.GetUtcNow().AddSeconds(10), new Actor("op", role));
}
