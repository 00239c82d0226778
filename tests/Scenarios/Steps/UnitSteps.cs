using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>What crews do: who acts is the callsign.</summary>
internal static class UnitSteps
{
    public static Verb[] All { get; } =
    [
        new("books on at {place}[ with {skills:names}]", BookOnAsync),
        new("books off", static async d => await d.World.Units.BookOffAsync(new() { Command = d.Command, Callsign = d.Step.Who }, d.As)),
        Press("is available[ at {place}]", 2),
        Press("is at refreshments", 4),
        Press("is en route", 5),
        Press("is on scene[ at {place}]", 6),
        Press("is on other work", 8),
        Press("has a prisoner", 9),
        new("has read {words:text}", static async d =>
        {
            var terminal = d.Terminal(d.Step.Who);
            await terminal.ShowsAsync(d["words"]);
            await terminal.BriefedAsync(d.CommandId);
        }),
    ];

    private static Verb Press(string text, int status) => new(text, d =>
        d.Terminal(d.Step.Who).PressAsync(status, d.CommandId, d.World.Time.Now, d.World.Script.Places.GetValueOrDefault(d.Any("place"))));

    /// <summary>A crew that books on is on patrol from then on.</summary>
    private static async Task BookOnAsync(Doing d)
    {
        var request = new V1.BookOnRequest
        {
            Command = d.Command, Callsign = d.Step.Who, Crew = { new V1.CrewMember { Number = "1001", Name = "PC One" } },
        };
        if (d.Has("skills"))
        {
            request.Skills.AddRange(d["skills"].Split(", "));
        }

        await d.World.Units.BookOnAsync(request, d.As);
        var terminal = await Terminal.OpenAsync(d.World, d.Step.Who);
        d.World.Terminals[d.Step.Who] = terminal;
        await terminal.PressAsync(2, $"{d.CommandId}-patrol", d.World.Time.Now, d.World.Script.Places[d["place"]]);
    }
}
