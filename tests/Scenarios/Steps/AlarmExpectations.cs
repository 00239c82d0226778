using System.Globalization;
using System.Text.Json;
using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>When somebody is told, and who.</summary>
internal static class AlarmExpectations
{
    private const string Escalated = "incident.escalated.v1";

    public static Verb[] All { get; } =
    [
        new("{clock:word} escalation to {rung:word} on {cad}", ToldNowAsync),
        new("{count:number} {clock:word} escalations to {rung:word} on {cad}", static async d =>
            Assert.Equal(int.Parse(d["count"], CultureInfo.InvariantCulture), (await ToldAsync(d, d["clock"])).Count(t => t.Rung == d["rung"]))),
        new("no escalation on {cad} since {since:time}", static d => NobodyAsync(d, clock: null)),
        new("no {clock:word} escalation on {cad} since {since:time}", static d => NobodyAsync(d, d["clock"])),
    ];

    /// <summary>At this minute, as a fact of the history; and the row that every watching client has says so.</summary>
    private static async Task ToldNowAsync(Doing d)
    {
        var told = await ToldAsync(d, d["clock"]);
        if (!told.Any(t => t.Rung == d["rung"] && t.At == d.Moment))
        {
            var all = (await ToldAsync(d, clock: null)).Select(t => $"{Reading.Clock.Spell(t.At - d.World.Start)} {t.Clock} to {t.Rung}");
            Assert.Fail($"Nobody was told so. Told were:\n{string.Join('\n', all)}");
        }

        Assert.NotEqual("", (await d.IncidentAsync("cad")).Escalation.Level);
    }

    private static async Task NobodyAsync(Doing d, string? clock)
    {
        Assert.DoesNotContain(await ToldAsync(d, clock), t => t.At > d.Time("since"));
    }

    private static async Task<List<(string Clock, string Rung, DateTimeOffset At)>> ToldAsync(Doing d, string? clock)
    {
        var told = new List<(string Clock, string Rung, DateTimeOffset At)>();
        foreach (var entry in (await d.HistoryAsync("cad")).Where(static e => e.Name == Escalated))
        {
            using var json = JsonDocument.Parse(entry.Json);
            told.Add((Spell(json.RootElement.GetProperty("clock").GetString()!), json.RootElement.GetProperty("rung").GetString()!, entry.At.ToDateTimeOffset()));
        }

        return [.. told.Where(t => clock is null || t.Clock == clock)];
    }

    /// <summary>As scripts and the policy's file spell a clock: <c>no-unit</c>.</summary>
    private static string Spell(string stored) =>
        string.Concat(stored.Select(static c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
}
