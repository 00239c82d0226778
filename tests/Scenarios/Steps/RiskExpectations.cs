using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What the risk proposes, and what is missing.</summary>
internal static class RiskExpectations
{
    public static Verb[] All { get; } =
    [
        new("grade {grade:grade} proposed for {cad}[ because of {because:word}]", static async d =>
        {
            var risk = (await d.IncidentAsync("cad")).Risk;
            Assert.Equal(d.Grade("grade"), risk.ProposedGrade);
            Assert.True(!d.Has("because") || risk.ProposedBecause.Any(b => b.Contains(d["because"], StringComparison.Ordinal)), $"{risk}");
        }),
        new("{cad} shows marker {kind:word}[, {expired:is}]", static async d =>
            Assert.Contains((await d.IncidentAsync("cad")).Risk.Markers, m => m.Kind == d["kind"] && m.Expired == d.Has("expired"))),
        new("{cad} unchecked", static async d => Assert.True((await d.IncidentAsync("cad")).Risk.Unchecked)),
        new("{cad} checked", static async d => Assert.False((await d.IncidentAsync("cad")).Risk.Unchecked)),
        new("the assessment of {cad} out of date", static async d => Assert.NotNull((await d.IncidentAsync("cad")).Risk.AssessmentOutOfDateSince)),
        new("the assessment of {cad} up to date", static async d => Assert.Null((await d.IncidentAsync("cad")).Risk.AssessmentOutOfDateSince)),
        new("{unit} unbriefed on {cad}", static async d => Assert.NotNull((await BriefingAsync(d))?.OutstandingSince)),
        new("{unit} briefed on {cad}", static async d => Assert.Null((await BriefingAsync(d))?.OutstandingSince)),
    ];

    private static async Task<V1.Briefing?> BriefingAsync(Doing d) =>
        (await d.IncidentAsync("cad")).Risk.Briefings.SingleOrDefault(b => b.Callsign == d["unit"]);
}
