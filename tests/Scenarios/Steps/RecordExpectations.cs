using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What the records say.</summary>
internal static class RecordExpectations
{
    public static Verb[] All { get; } =
    [
        new("the log of {cad} says {words:text}", static async d =>
            Assert.Contains(d["words"], await LogAsync(d), StringComparison.OrdinalIgnoreCase)),
        new("the log of {cad} does not say {words:text}", static async d =>
            Assert.DoesNotContain(d["words"], await LogAsync(d), StringComparison.OrdinalIgnoreCase)),
        new("{cad} graded {grade:grade}", static async d => Assert.Equal(d.Grade("grade"), (await d.IncidentAsync("cad")).Grade)),
        new("{cad} closed", static async d => Assert.Equal(V1.IncidentStatus.Closed, (await d.IncidentAsync("cad")).Status)),
        new("{cad} open", static async d => Assert.NotEqual(V1.IncidentStatus.Closed, (await d.IncidentAsync("cad")).Status)),
        new("{cad} awaiting a unit", static async d => Assert.NotNull((await d.IncidentAsync("cad")).AwaitingUnitSince)),
        new("{cad} attended after {minutes:number} minutes", static async d =>
        {
            var incident = await d.IncidentAsync("cad");
            var after = incident.AttendedAt.ToDateTimeOffset() - incident.OpenedAt.ToDateTimeOffset();
            Assert.Equal(d.Number("minutes"), Math.Floor(after.TotalMinutes));
        }),
    ];

    private static async Task<string> LogAsync(Doing d) => string.Join('\n', (await d.HistoryAsync("cad")).Select(static e => e.Text));
}
