using System.Text.Json;
using Despatch.Scenarios.Reading;
using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>When somebody is told, and who. Of an incident as its history says it; of the rest as the log does.</summary>
internal static class AlarmExpectations
{
    private const string Escalated = "incident.escalated.v1";

    public static Verb[] All { get; } =
    [
        new("{clock:word} escalation[ over {over:word}] to {rung:word} on {cad}", static async d =>
        {
            ToldNow(d, await OfIncidentAsync(d));

            // Whoever has the incident's row on a screen sees that somebody was told.
            Assert.NotEqual("", (await d.IncidentAsync("cad")).Escalation.Level);
        }),
        new("{clock:word} escalation to {rung:word} about {item}", static async d => ToldNow(d, await OfStreamAsync(d))),
        new("{count:number} {clock:word} escalations to {rung:word} on {cad}", static async d =>
            Assert.Equal(
                d.Number("count"),
                (await OfIncidentAsync(d)).Count(t => t.Clock == d["clock"] && t.Rung == d["rung"]))),
        new("no escalation on {cad} since {since:time}", static async d =>
            Assert.DoesNotContain(await OfIncidentAsync(d), t => t.At > d.Time("since"))),
        new("no {clock:word} escalation on {cad} since {since:time}", static async d =>
            Assert.DoesNotContain(await OfIncidentAsync(d), t => t.Clock == d["clock"] && t.At > d.Time("since"))),
        new("no {clock:word} escalation about {item} since {since:time}", static async d =>
            Assert.DoesNotContain(await OfStreamAsync(d), t => t.Clock == d["clock"] && t.At > d.Time("since"))),
    ];

    /// <summary>At this very minute.</summary>
    private static void ToldNow(Doing d, List<Told> told)
    {
        if (!told.Exists(t => t.Clock == d["clock"] && t.Rung == d["rung"] && t.At == d.Moment && (!d.Has("over") || t.Item == d["over"])))
        {
            var all = told.Select(t => $"{Clock.Spell(t.At - d.World.Start)} {t.Clock} {t.Item} to {t.Rung}");
            Assert.Fail($"Nobody was told so. Told were:\n{string.Join('\n', all)}");
        }
    }

    private static async Task<List<Told>> OfIncidentAsync(Doing d) =>
        [.. (await d.HistoryAsync("cad")).Where(static e => e.Name == Escalated).Select(static e => Told.Read(e.Json, e.At.ToDateTimeOffset()))];

    private static async Task<List<Told>> OfStreamAsync(Doing d) =>
        [.. (await d.World.Cluster.FactsAsync(d.Id("item")))
            .Where(static f => f.Fact.GetType().Name.EndsWith("Escalated", StringComparison.Ordinal))
            .Select(static f => Told.Read(f.Json, f.Fact.At))];

    /// <summary>One escalation.</summary>
    private sealed record Told(string Clock, string Item, string Rung, DateTimeOffset At)
    {
        public static Told Read(string fact, DateTimeOffset at)
        {
            using var json = JsonDocument.Parse(fact);
            return new Told(Spell(Text("clock")), Text("item"), Text("rung"), at);

            string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        }

        /// <summary>As scripts and the policy's file spell a clock: <c>no-unit</c>.</summary>
        private static string Spell(string stored) =>
            string.Concat(stored.Select(static c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
    }
}
