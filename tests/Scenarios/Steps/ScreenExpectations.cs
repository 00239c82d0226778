using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What people have before them: queues, the handover, a watched board, the terminal in the car.</summary>
internal static class ScreenExpectations
{
    public static Verb[] All { get; } =
    [
        new("{cad} in queue {queue:word}", static async d => Assert.Contains(d.Id("cad"), await QueueAsync(d))),
        new("{cad} not in queue {queue:word}", static async d => Assert.DoesNotContain(d.Id("cad"), await QueueAsync(d))),
        new("the handover since {since:time} lists {cad}", static async d => Assert.Contains(d.Id("cad"), await OutstandingAsync(d))),
        new("the handover since {since:time} does not list {cad}", static async d =>
            Assert.DoesNotContain(d.Id("cad"), await OutstandingAsync(d))),
        new("{person:person} sees {cad} told to {rung:word}", static d =>
            SeesAsync(d, $"told to {d["rung"]}", row => row.Escalation?.Level == d["rung"])),
        new("{person:person} sees {cad}", static d => SeesAsync(d, "at all", static _ => true)),
        new("{unit} offered for {cad}", static async d =>
            Assert.Contains(d["unit"], (await RecommendAsync(d)).Candidates.Select(static c => c.Callsign))),
        new("nobody offered for {cad}", static async d => Assert.Empty((await RecommendAsync(d)).Candidates)),
        new("crew {unit} reads {words:text}", static d => d.Terminal(d["unit"]).ShowsAsync(d["words"])),
    ];

    private static async Task<IEnumerable<string>> QueueAsync(Doing d)
    {
        var queues = await d.World.Pods.QueuesAsync(new(), d.AsReader);
        return (d["queue"] switch
        {
            "breached" => queues.Breached,
            "unresourced" => queues.Unresourced,
            "tagged" => queues.Tagged,
            "awaiting-review" => queues.AwaitingReview,
            "graded-below" => queues.GradedBelow,
            "unchecked" => queues.Unchecked,
            "reassess" => queues.Reassess,
            "unbriefed" => queues.Unbriefed,
            _ => throw new ArgumentException($"There is no queue {d["queue"]}.", nameof(d)),
        }).Select(static i => i.Cad);
    }

    private static async Task<IEnumerable<string>> OutstandingAsync(Doing d)
    {
        var handover = await d.World.Pods.HandoverAsync(new() { ShiftBegan = d.Stamp("since") }, d.AsReader);
        return handover.Outstanding.Select(static i => i.Cad);
    }

    private static Task SeesAsync(Doing d, string what, Func<V1.Incident, bool> shows)
    {
        var (who, cad) = (d["person"], d.Id("cad"));
        var screen = d.World.Screens.GetValueOrDefault(who) ?? throw new ArgumentException($"{who} watches no board.", nameof(d));
        return screen.UntilAsync(
            items => items.SelectMany(static i => i.Incidents).Any(row => row.Cad == cad && shows(row)), $"{who}'s board has not shown {cad} {what}");
    }

    private static async Task<V1.RecommendResponse> RecommendAsync(Doing d) =>
        await d.World.Incidents.RecommendAsync(new() { Cad = d.Id("cad"), Max = 10 }, d.AsReader);
}
