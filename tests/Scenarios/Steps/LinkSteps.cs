using Despatch.Scenarios.Running;

namespace Despatch.Scenarios.Steps;

/// <summary>Which incidents belong together.</summary>
internal static class LinkSteps
{
    public static Verb[] All { get; } =
    [
        new("names {name:text}[, born {born:text},] in {cad} as {role:word}", static async d =>
            await d.World.Incidents.NamePersonAsync(
                new()
                {
                    Command = d.Command,
                    Cad = d.Id("cad"),
                    Person = new V1.NamedPerson { Name = d["name"], Born = d.Any("born"), Role = Enum.Parse<V1.PersonRole>(d["role"], ignoreCase: true) },
                },
                d.As)),
        new("links {cad} to {other} because {reason:text}", static async d =>
            await d.World.Incidents.LinkAsync(new() { Command = d.Command, Cad = d.Id("cad"), ToCad = d.Id("other"), Reason = d["reason"] }, d.As)),
        new("folds {cad} into {other} because {reason:text}", static async d =>
            await d.World.Incidents.FoldDuplicateAsync(new() { Command = d.Command, Cad = d.Id("cad"), IntoCad = d.Id("other"), Reason = d["reason"] }, d.As)),
    ];

    /// <summary>What is offered, and what belongs together now.</summary>
    public static Verb[] Expectations { get; } =
    [
        new("{other} offered as belonging to {cad}", static async d =>
            Assert.Contains(d.Id("other"), (await d.IncidentAsync("cad")).Candidates.Select(static c => c.Cad))),
        new("{cad} linked to {other}", static async d =>
        {
            Assert.Contains(d.Id("other"), (await d.IncidentAsync("cad")).Links.Select(static l => l.Cad));
            Assert.Contains(d.Id("cad"), (await d.IncidentAsync("other")).Links.Select(static l => l.Cad));
        }),
    ];
}
