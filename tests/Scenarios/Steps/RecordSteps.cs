using Despatch.Scenarios.Running;
using Grpc.Core;

namespace Despatch.Scenarios.Steps;

/// <summary>Restricted records, and who read what.</summary>
internal static class RecordSteps
{
    public static Verb[] All { get; } =
    [
        new("looks at {cad}", static async d => await d.World.Incidents.GetAsync(new() { Cad = d.Id("cad") }, d.As)),
        new("reports misconduct heard on {call} by {officer:text}: {report} {words:text}", static async d =>
        {
            var answer = await Records(d).ReportMisconductAsync(
                new() { Command = d.Command, ContactId = d.Id("call"), Officer = d["officer"], Words = d["words"] }, d.As);
            d.World.Name(d["report"], answer.ReportId);
        }),
        new("takes up {report}: {words:text}", static async d =>
            await Records(d).TakeMisconductAsync(new() { Command = d.Command, ReportId = d.Id("report"), Words = d["words"] }, d.As)),
    ];

    /// <summary>Who may read, and who has.</summary>
    public static Verb[] Expectations { get; } =
    [
        new("{role:word} {person:person} refused to read {report}", static async d =>
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                await Records(d).GetMisconductAsync(new() { ReportId = d.Id("report") }, d.World.As(d["role"], d["person"])));
            Assert.Equal("role-not-allowed", refused.Trailers.GetValue("refusal-code"));
        }),
        new("{role:word} {person:person} to read in {report}: {words:text}", static async d =>
        {
            var report = await Records(d).GetMisconductAsync(new() { ReportId = d.Id("report") }, d.World.As(d["role"], d["person"]));
            Assert.Contains(d["words"], report.Words, StringComparison.OrdinalIgnoreCase);
        }),
        new("{reader:person} among those who read of {name:text}, born {born:text}", static async d =>
        {
            var who = new V1.WhoReadRequest { Person = new() { Name = d["name"], Born = d["born"] } };
            var readings = (await Records(d).WhoReadAsync(who, d.World.As("professional-standards", "Standards"))).Readings;
            Assert.Contains(d["reader"], readings.Select(static r => r.Operator));
        }),
        new("{reader:person} among those who tried to read {report}", static async d =>
        {
            var who = new V1.WhoReadRequest { ReportId = d.Id("report") };
            var readings = (await Records(d).WhoReadAsync(who, d.World.As("professional-standards", "Standards"))).Readings;
            Assert.Contains(readings, r => r.Operator == d["reader"] && r.How == "refused");
        }),
    ];

    private static V1.Records.RecordsClient Records(Doing d) => new(d.World.Channel);
}
